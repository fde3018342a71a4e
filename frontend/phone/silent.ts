/**
 * For somebody who must not be heard or seen: one touch makes the page dark, without sound and vibration, with
 * large answers for one thumb, and tells the centre not to call. It stays so while the report stands, over a
 * reload too; one touch leaves it.
 */
import "./silent.css";
import { button, h, write } from "../hiker/dom";
import { uuid7 } from "../shared/outbox/uuid";
import type { Page, Report } from "./page";
import { answers, tell } from "./quick";

const REMEMBERED = "yeogi-silent";

let leave: (() => void) | null = null;

/** Whether the page must make no sound now. */
export const isSilent = (): boolean => leave !== null;

export function mount(page: Page): void {
  const note = h("small", {}, page.say("silent_note"));
  const begin = button(page.say("silent_on"), () => {
    tell(page, "silent");
    enter(page);
  });
  begin.append(note);
  begin.classList.add("silent-on");
  page.beside().prepend(begin);
  page.changed((report) => {
    const isOver = !report || report.status?.state === "closed" || Boolean(report.kept.refused);
    begin.hidden = isOver;
    if (report && !isOver && !isSilent() && remembered() === report.kept.id) enter(page);
    // Somebody may still stand beside the door: only its person leaves the dark.
    if (!report) leave?.();
  });
}

function enter(page: Page): void {
  remember(page.report()?.kept.id ?? "");
  hush();
  const box = darkness(page, () => {
    leave?.();
    tell(page, "silent_over");
    remember("");
  });
  const others = [...document.body.children].filter((child): child is HTMLElement => child instanceof HTMLElement);
  const wereInert = others.filter((other) => other.inert);
  for (const other of others) other.inert = true;
  document.body.append(box.root);
  document.documentElement.classList.add("silenced");
  box.first.focus();
  const ticking = setInterval(() => box.draw(page.report()), 500);
  box.draw(page.report());
  leave = () => {
    leave = null;
    clearInterval(ticking);
    box.root.remove();
    for (const other of others) other.inert = wereInert.includes(other);
    document.documentElement.classList.remove("silenced");
    Reflect.deleteProperty(navigator, "vibrate");
  };
}

/** Stop what sounds, and let nothing of this page make the phone move until it is left. */
function hush(): void {
  window.speechSynthesis?.cancel();
  Object.defineProperty(navigator, "vibrate", { configurable: true, value: () => false });
}

interface Darkness {
  readonly root: HTMLElement;
  readonly first: HTMLElement;
  draw(report: Report | null): void;
}

function darkness(page: Page, left: () => void): Darkness {
  const told = h("p", { class: "told" });
  const centre = h("p", { class: "centre" });
  const field = h("textarea", { rows: "1", "aria-label": page.say("silent_write"), placeholder: page.say("silent_write") }) as HTMLTextAreaElement;
  const send = button(page.say("silent_send"), () => {
    const text = field.value.trim().slice(0, 1000);
    if (text) void page.report()?.outbox.say({ id: uuid7(), text });
    field.value = "";
  });
  const choices = answers(page);
  const title = h("b", { id: "silent-title" }, page.say("silent_title"));
  // No live region: a reader that speaks would be heard.
  const root = h(
    "div",
    { class: "silent", role: "dialog", "aria-modal": "true", "aria-labelledby": "silent-title" },
    h("div", { class: "top" }, title, button(page.say("silent_leave"), left)),
    told,
    centre,
    h("div", { class: "write" }, field, send),
    h("div", { class: "answers" }, ...choices),
  );
  return {
    root,
    first: choices[0]!,
    draw(report) {
      const waits = report?.kept.messages.length || report?.kept.body;
      write(told, page.say(waits ? "silent_telling" : "silent_told", { centre: page.centre }));
      write(centre, report?.status?.messages.filter(({ from_centre }) => from_centre).at(-1)?.text ?? "");
    },
  };
}

/** A browser that keeps nothing must not keep its person from the dark. */
function remember(report: string): void {
  try {
    if (report) localStorage.setItem(REMEMBERED, report);
    else localStorage.removeItem(REMEMBERED);
  } catch (error) {
    console.warn(error);
  }
}

function remembered(): string {
  try {
    return localStorage.getItem(REMEMBERED) ?? "";
  } catch {
    return "";
  }
}
