/** A report that was made a day ago or earlier and never went out: its person is asked, nothing is sent or erased unasked. */
import { button, h } from "../hiker/dom";
import { type Kept, found } from "../shared/outbox/kept";
import { left } from "../shared/outbox/outbox";
import { type Store, open } from "../shared/outbox/store";
import { ADOPT, type Page } from "./page";

export function mount(page: Page): void {
  void open<Kept>(page.isExercise ? "exercises" : "outbox").then(async (store) => {
    for (const kept of await left(store)) if (found(kept) === "ask") ask(page, store, kept);
  });
}

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
