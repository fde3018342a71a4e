/** The page behind a tag comes alive: the button sends at the first touch, and everything waits on disk. */
import "./base.css";
import "./page.css";
import "./sent.css";
import { Outbox, left } from "../shared/outbox/outbox";
import { type Kept, due, found, isElsewhere } from "../shared/outbox/kept";
import { type Store, open } from "../shared/outbox/store";
import { by, h } from "./dom";
import { localPosition } from "./local";
import { copyButton } from "./message";
import { beside, ongoing, reopened } from "./ongoing";
import { askBattery, reportOf } from "./report";
import { clock, say } from "./words";

const RECENT_MS = 600_000;

async function begin(form: HTMLFormElement, sent: HTMLElement): Promise<void> {
  let touched = false;
  /** One for each report that this page sends. */
  const outboxes: Outbox[] = [];
  // What is for practice and what is real never stand on one page, nor in one store.
  const opening = open<Kept>("exercise" in form.dataset ? "exercises" : "outbox");
  // Asked before anything can be touched: what this page makes is not among them.
  const leaving = opening.then(left);
  const add = (store: Store<Kept>): Outbox => {
    const outbox = new Outbox(store);
    outboxes.push(outbox);
    return outbox;
  };
  const show = (outbox: Outbox): (() => void) =>
    ongoing(outbox, form, sent, () => {
      touched = false;
      if (due(outbox.kept!)) beside(outbox, form);
      void outbox.forget();
    });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (touched) return;
    touched = true;
    const body = reportOf(form);
    opening
      .then(async (store) => {
        const outbox = add(store);
        await outbox.keep(body);
        // Only now, with the plate's position under way, is the phone asked for its own.
        show(outbox)();
      })
      // Whatever failed in this script, the form itself still works.
      .catch(() => form.submit());
  });

  const store = await opening;
  const hurry = (): void => outboxes.forEach((outbox) => outbox.hurry());
  addEventListener("online", hurry);
  document.addEventListener("visibilitychange", () => document.hidden || hurry());
  const { tag = "", locate } = form.dataset;
  const goOn = (kept: Kept): void => {
    const outbox = add(store);
    outbox.adopt(kept);
    if (touched || isElsewhere(kept, tag, locate)) return beside(outbox, form);
    touched = true;
    const measure = show(outbox);
    if (kept.body && Date.now() - Date.parse(kept.made_at) < RECENT_MS) measure();
  };
  for (const kept of await leaving) {
    const arrived = !due(kept);
    // What has arrived is shown only where nothing else is.
    if (arrived && touched) continue;
    if (kept.closed_ms) reopened(kept, () => touched || goOn(kept));
    // What has arrived from elsewhere, and what was left yesterday, is told by the second stage (frontend/phone/old.ts).
    else if (found(kept) !== "ask" && !(arrived && isElsewhere(kept, tag, locate))) {
      goOn(kept);
      if (kept.body) sent.prepend(h("p", { class: "notice" }, say("found", { time: clock(kept.made_at) })));
    }
  }
  addEventListener("yeogi-adopt", (event) => goOn((event as CustomEvent<Kept>).detail));
}

copyButton();
// Not every browser opens a closed notice by itself when a link leads into it.
document.querySelector(".consent a")?.addEventListener("click", () => by("about")?.setAttribute("open", ""));
localPosition();
// Everything else waits until the page is complete, and leaves the line to who touches the button at once.
const { more } = document.body.dataset;
if (more) addEventListener("load", () => setTimeout(() => void import(/* @vite-ignore */ more), 1500));
const [form, sent] = [by<HTMLFormElement>("send"), by("sent")];
if (form && sent) {
  askBattery();
  void begin(form, sent);
}
