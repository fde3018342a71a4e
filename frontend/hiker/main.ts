/** The page behind a tag comes alive: the button sends at the first touch, and everything waits on disk. */
import "./hiker.css";
import { Outbox } from "../shared/outbox/outbox";
import type { Kept } from "../shared/outbox/kept";
import { open } from "../shared/outbox/store";
import { by } from "./dom";
import { localPosition } from "./local";
import { copyButton } from "./message";
import { Ongoing, offerLeft } from "./ongoing";
import { askBattery, reportOf } from "./report";

const RECENT_MS = 600_000;

async function begin(form: HTMLFormElement, sent: HTMLElement): Promise<void> {
  let ongoing: Ongoing | null = null;
  let touched = false;
  const opening = open<Kept>("outbox").then((store) => new Outbox(store, () => ongoing?.draw()));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (touched) return;
    touched = true;
    const body = reportOf(form);
    opening
      .then(async (outbox) => {
        await outbox.keep(body);
        ongoing ??= new Ongoing(outbox, form, sent);
        // Only now, with the plate's position under way, is the phone asked for its own.
        ongoing.measure();
      })
      // Whatever failed in this script, the form itself still works.
      .catch(() => form.submit());
  });

  const outbox = await opening;
  addEventListener("online", () => outbox.hurry());
  document.addEventListener("visibilitychange", () => document.hidden || outbox.hurry());
  const [newest] = await outbox.left();
  if (!newest || touched) return;
  const goOn = (): void => {
    touched = true;
    outbox.adopt(newest);
    ongoing = new Ongoing(outbox, form, sent);
    if (newest.body && Date.now() - Date.parse(newest.made_at) < RECENT_MS) ongoing.measure();
  };
  offerLeft(newest, form.dataset["tag"] ?? "", goOn, () => void outbox.forget(newest));
}

copyButton();
// Not every browser opens a closed notice by itself when a link leads into it.
document.querySelector(".consent a")?.addEventListener("click", () => by("about")?.setAttribute("open", ""));
localPosition();
const [form, sent] = [by<HTMLFormElement>("send"), by("sent")];
if (form && sent) {
  askBattery();
  void begin(form, sent);
}
