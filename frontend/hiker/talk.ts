/** What the person and the centre say to each other: the newest always in sight, and read out. */
import type { Said } from "../shared/api/reports";
import { MOST_CHARACTERS, type Kept } from "../shared/outbox/kept";
import { nameOf } from "./chain";
import { button, h } from "./dom";
import { clock, say } from "./words";

const KINDS = ["fall", "illness", "lost", "fire", "water", "crime", "other"] as const;
export type Kind = (typeof KINDS)[number];

export interface Talk {
  /** The centre's newest stays at the top of the screen wherever the page is scrolled to: an answer must not come unseen. */
  readonly newest: HTMLElement;
  /** Everything else, in the flow of the page. */
  readonly lines: HTMLElement;
  draw(kept: Kept, messages: readonly Said[]): void;
}

export function talk(centre: string): Talk {
  const newest = h("ul", { class: "talk newest", "aria-live": "polite" });
  const lines = h("ul", { class: "talk" });
  let [drawn, heard] = ["", 0];
  return {
    newest,
    lines,
    draw(kept, messages) {
      const unsent = kept.messages.map(({ id, text }) => ({ id, text, from_centre: false, at: "" }));
      const all = [...messages, ...unsent.filter(({ id }) => !messages.some((said) => said.id === id))];
      const now = JSON.stringify(all);
      if (now === drawn) return;
      drawn = now;
      const from = messages.filter(({ from_centre }) => from_centre);
      const last = from.at(-1);
      const line = ({ text, from_centre, at }: (typeof all)[number]): HTMLElement =>
        h(
          "li",
          { class: from_centre ? "centre" : "you" },
          h("b", {}, from_centre ? nameOf(kept.receipt?.centre, document.documentElement.lang, centre) : say("you")),
          ` ${text} `,
          h("small", {}, at ? clock(at) : say("unsent")),
        );
      // Written only when it is new, so that it is not read out again with each word of one's own.
      if (last && from.length > heard) {
        navigator.vibrate?.(300);
        newest.replaceChildren(line(last));
      }
      heard = from.length;
      lines.replaceChildren(...all.filter((said) => said !== last).map(line));
    },
  };
}

/** Return what the person may add: what happened, by one touch or in words. */
export function tellBox(centre: string, tell: (text: string, kind?: Kind) => void): HTMLElement {
  const kinds = KINDS.map((kind) => {
    const label = say(`kind_${kind}`);
    const choice = button(label, () => {
      // Pressed once is said once.
      if (choice.ariaPressed) return;
      choice.ariaPressed = "true";
      tell(label, kind);
    });
    return choice;
  });
  const field = h("textarea", {
    rows: "2",
    "aria-label": say("write", { centre }),
    placeholder: say("write_hint"),
  }) as HTMLTextAreaElement;
  const send = button(say("write_send"), () => {
    // What is longer than one message goes as several: nothing of it is lost.
    for (const part of field.value.trim().match(MOST_CHARACTERS) ?? []) tell(part);
    field.value = "";
    field.focus();
  });
  return h("div", { class: "tell" }, h("h2", {}, say("tell")), h("div", { class: "kinds" }, ...kinds), h("div", { class: "write" }, field, send));
}
