/**
 * Reports that the first screen leaves aside: what was received elsewhere today is told of, what never went out is asked
 * about. Where the first screen sends nothing, because the centre takes no positions, what waits from elsewhere still goes.
 */
import { button, by, h, write } from "../hiker/dom";
import { clock } from "../hiker/words";
import { type Kept, due, found, isElsewhere } from "../shared/outbox/kept";
import { Outbox, left } from "../shared/outbox/outbox";
import { type Store, open } from "../shared/outbox/store";
import { askToSync } from "./install";
import { ADOPT, type Page } from "./page";

export function mount(page: Page): void {
  const sendsItself = Boolean(by("send"));
  const { tag = "", locate } = by("send")?.dataset ?? {};
  void open<Kept>(page.isExercise ? "exercises" : "outbox").then(async (store) => {
    const goOn = sendsItself ? adopted : (kept: Kept): void => send(page, store, kept);
    for (const kept of await left(store)) {
      const isAside = !sendsItself || isElsewhere(kept, tag, locate);
      if (found(kept) === "ask") ask(page, store, kept, goOn);
      else if (due(kept) && !sendsItself) goOn(kept);
      else if (!page.report() && !due(kept) && !kept.closed_ms && isAside) show(h("p", { class: "notice" }, ...received(page, kept)));
    }
  });
}

const show = (box: HTMLElement): void => (by("sent") ?? document.querySelector(".calls"))?.before(box);

/** The first screen goes on with a report. */
const adopted = (kept: Kept): void => void dispatchEvent(new CustomEvent(ADOPT, { detail: kept }));

/** Received already, and its person now stands at another plate: the button stays in reach. */
function received(page: Page, { tag, made_at }: Kept): (Node | string)[] {
  const link = h("a", { href: `/${tag}` }, page.say("earlier_see"));
  return [`${page.say("earlier", { time: clock(made_at) })} `, link];
}

/** Send what waits for another centre from here; its person reads what becomes of it. */
function send(page: Page, store: Store<Kept>, kept: Kept): void {
  const outbox = new Outbox(store);
  const line = h("p", { class: "notice", role: "status" });
  show(line);
  let wasReceived = false;
  outbox.changed = () => {
    const now = outbox.kept;
    if (!now) line.remove();
    else if (now.refused) write(line, now.refused.detail);
    else if (now.body) write(line, page.say("old_sending", { time: clock(now.made_at) }));
    else if (!wasReceived) {
      wasReceived = true;
      line.replaceChildren(...received(page, now));
    }
  };
  addEventListener("online", () => outbox.hurry());
  document.addEventListener("visibilitychange", () => document.hidden || outbox.hurry());
  outbox.adopt(kept);
  void askToSync().catch(() => undefined);
}

/** A day old and never sent: nothing is sent or erased unasked. */
function ask(page: Page, store: Store<Kept>, kept: Kept, goOn: (kept: Kept) => void): void {
  const time = new Date(kept.made_at).toLocaleString(page.language);
  const box = h("div", { class: "notice caution", role: "alert" }, h("p", {}, page.say("old", { time })));
  const choice = (word: "old_send" | "old_drop", act: () => void): HTMLElement =>
    button(page.say(word), () => (box.remove(), act()));
  box.append(
    choice("old_send", () => goOn(kept)),
    choice("old_drop", () => void store.remove(kept.id)),
  );
  show(box);
}
