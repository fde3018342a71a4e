/** Reports that the first screen leaves aside: what was received elsewhere today is told of, what never went out is asked about. */
import { button, by, h } from "../hiker/dom";
import { clock } from "../hiker/words";
import { type Kept, due, found, isElsewhere } from "../shared/outbox/kept";
import { left } from "../shared/outbox/outbox";
import { type Store, open } from "../shared/outbox/store";
import { ADOPT, type Page } from "./page";

export function mount(page: Page): void {
  void open<Kept>(page.isExercise ? "exercises" : "outbox").then(async (store) => {
    const { tag = "", locate } = by("send")?.dataset ?? {};
    for (const kept of await left(store)) {
      if (found(kept) === "ask") ask(page, store, kept);
      else if (!page.report() && !due(kept) && !kept.closed_ms && isElsewhere(kept, tag, locate)) tell(page, kept);
    }
  });
}

/** Received already, and its person now stands at another plate: the button stays in reach. */
function tell(page: Page, kept: Kept): void {
  const link = h("a", { href: `/${kept.tag}` }, page.say("earlier_see"));
  by("sent")?.before(h("p", { class: "notice" }, `${page.say("earlier", { time: clock(kept.made_at) })} `, link));
}

/** A day old and never sent: nothing is sent or erased unasked. */
function ask(page: Page, store: Store<Kept>, kept: Kept): void {
  const time = new Date(kept.made_at).toLocaleString(page.language);
  const box = h("div", { class: "notice caution", role: "alert" }, h("p", {}, page.say("old", { time })));
  const choice = (word: "old_send" | "old_drop", act: () => void): HTMLElement =>
    button(page.say(word), () => (box.remove(), act()));
  box.append(
    choice("old_send", () => dispatchEvent(new CustomEvent(ADOPT, { detail: kept }))),
    choice("old_drop", () => void store.remove(kept.id)),
  );
  document.getElementById("sent")?.before(box);
}
