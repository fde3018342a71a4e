/** Which key does what. Keys count by their place, so that they work while Hangul is switched on. Pure. */
import type { Key } from "./strings";

export type Command =
  | "next" | "previous" | "open" | "acknowledge" | "dispatch" | "message" | "close"
  | "merge" | "split" | "assign" | "ask_position" | "reopen" | "next_way" | "hand_over" | "hand_off" | "copy" | "fit" | "open_tab" | "closed_tab" | "exercises_tab" | "take_call" | "take_text" | "take_locate" | "filter_whose" | "filter_kind" | "show_all" | "sound" | "help" | "leave";

type Binding = { readonly codes: readonly string[]; readonly shown: string; readonly says: Key };

export const BINDINGS: Record<Command, Binding> = {
  next: { codes: ["KeyJ"], shown: "J", says: "key_next" },
  previous: { codes: ["KeyK"], shown: "K", says: "key_previous" },
  open: { codes: ["Enter", "NumpadEnter"], shown: "Enter", says: "key_open" }, // a focused row is a button: the browser does it
  acknowledge: { codes: ["KeyA"], shown: "A", says: "key_acknowledge" },
  dispatch: { codes: ["KeyD"], shown: "D", says: "key_dispatch" },
  message: { codes: ["KeyM"], shown: "M", says: "key_message" },
  close: { codes: ["KeyC"], shown: "C", says: "key_close" },
  merge: { codes: ["KeyG"], shown: "G", says: "key_merge" },
  split: { codes: ["KeyU"], shown: "U", says: "key_split" },
  assign: { codes: ["KeyE"], shown: "E", says: "key_assign" },
  ask_position: { codes: ["KeyP"], shown: "P", says: "key_ask_position" },
  reopen: { codes: ["KeyR"], shown: "R", says: "key_reopen" },
  next_way: { codes: ["KeyW"], shown: "W", says: "key_next_way" },
  hand_over: { codes: ["KeyH"], shown: "H", says: "key_hand_over" },
  hand_off: { codes: ["KeyX"], shown: "X", says: "key_hand_off" },
  copy: { codes: ["KeyY"], shown: "Y", says: "key_copy" },
  fit: { codes: ["KeyF"], shown: "F", says: "key_fit" },
  open_tab: { codes: ["Digit1"], shown: "1", says: "key_open_tab" },
  closed_tab: { codes: ["Digit2"], shown: "2", says: "key_closed_tab" },
  exercises_tab: { codes: ["Digit3"], shown: "3", says: "key_exercises_tab" },
  take_call: { codes: ["KeyN"], shown: "N", says: "take_call" },
  take_text: { codes: ["KeyT"], shown: "T", says: "take_text" },
  take_locate: { codes: ["KeyO"], shown: "O", says: "take_locate" },
  filter_whose: { codes: ["KeyL"], shown: "L", says: "key_filter_whose" },
  filter_kind: { codes: ["Semicolon"], shown: ";", says: "key_filter_kind" },
  show_all: { codes: ["Digit0", "Numpad0"], shown: "0", says: "key_show_all" },
  sound: { codes: ["KeyS"], shown: "S", says: "key_sound" },
  help: { codes: ["Slash"], shown: "?", says: "key_help" },
  leave: { codes: ["Escape"], shown: "Esc", says: "key_leave" },
};

export type Press = Pick<KeyboardEvent, "code" | "ctrlKey" | "metaKey" | "altKey" | "isComposing">;

/** Return what a key press asks for; while somebody types, only leaving does anything. */
export function commandOf(press: Press, typing: boolean): Command | null {
  if (press.isComposing || press.ctrlKey || press.metaKey || press.altKey) return null;
  const found = (Object.keys(BINDINGS) as Command[]).find((name) => BINDINGS[name].codes.includes(press.code));
  return found && (!typing || found === "leave") ? found : null;
}
