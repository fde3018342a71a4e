/** One call for help on this page: from the touch, or found again, until its person closes it. */
import type { Status } from "../shared/api/reports";
import type { Kept } from "../shared/outbox/kept";
import type { Outbox } from "../shared/outbox/outbox";
import { uuid7 } from "../shared/outbox/uuid";
import { type Now, headline } from "./chain";
import { h, write } from "./dom";
import { followReport } from "./follow";
import { fillIn } from "./message";
import { panel } from "./panel";
import { position } from "./position";
import { clock, say } from "./words";

/** Show a report in the button's place and follow it. Returns what measures where the phone is, and asks when needed. */
export function ongoing(outbox: Outbox, form: HTMLFormElement, sent: HTMLElement, anew: () => void): () => void {
  const began = performance.now();
  let closed = Boolean(outbox.kept?.closed_ms);
  let status: Status | null = null;
  let stopFollowing: (() => void) | null = null;
  /** The incident was closed while positions went out: with the reopening they go on. */
  let goesOn = false;

  const told = (heard: Status): void => {
    status = heard;
    if ((heard.state === "closed") !== closed) {
      closed = !closed;
      if (closed) {
        goesOn = gps.running;
        gps.stop();
      } else if (goesOn && !heard.cancelled_at) gps.start();
      stopFollowing?.();
      stopFollowing = null;
      void outbox.closed(closed ? Date.now() : null);
    }
    draw();
  };
  /** Show what has changed, and begin to follow the centre once it has the report. */
  const draw = (): void => {
    const { kept } = outbox;
    if (!kept) return;
    if (!kept.body && !kept.refused) {
      stopFollowing ??= followReport(kept, told, closed);
      if (!kept.fixes.length) gps.arrived();
    }
    shown.draw(nowOf(outbox, kept, form, status), performance.now() - began);
    tell("report", { outbox, status, gps });
  };
  const gps = position(
    "place" in form.dataset,
    async (measured) => {
      fillIn(measured);
      // The second stage thins what says nothing new (frontend/phone/sharing.ts).
      const wanted = tell("fix", measured);
      if (wanted) await outbox.addFix(measured);
      return wanted;
    },
    () => draw(),
  );
  const shown = panel(sent, form.dataset["centre"] ?? "", gps, outbox.kept?.tag === form.dataset["tag"], {
    say: (text, kind) => void outbox.say({ id: uuid7(), text, ...(kind && { kind }) }),
    cancel: (reason) => {
      gps.stop();
      void outbox.cancel(reason);
    },
    // The page goes back to the form without being loaded again: there may be no line.
    anew: () => {
      clearInterval(ticking);
      gps.stop();
      stopFollowing?.();
      shown.remove();
      form.hidden = false;
      sent.hidden = true;
      tell("report", null);
      anew();
    },
  });
  outbox.changed = draw;
  form.hidden = true;
  sent.hidden = false;
  draw();
  const ticking = setInterval(draw, 1000);
  return gps.start;
}

/** Tell the second stage (frontend/phone/page.ts) what is here; false when it wants a position left out. */
const tell = (what: string, detail: unknown): boolean =>
  dispatchEvent(new CustomEvent(`yeogi-${what}`, { detail, cancelable: true }));

const nowOf = ({ phase, durable }: Outbox, kept: Kept, { dataset }: HTMLElement, status: Status | null): Now => ({
  kept,
  phase,
  durable,
  online: navigator.onLine,
  status,
  language: document.documentElement.lang,
  centre: dataset["centre"] ?? "",
});

/** Show a report that goes on being sent beside what stands on the page. */
export function beside(outbox: Outbox, form: HTMLElement): void {
  const line = h("p", { class: "notice", role: "status" });
  form.before(line);
  outbox.changed = () => {
    const { kept } = outbox;
    if (kept) write(line, `${say("found", { time: clock(kept.made_at) })} ${headline(nowOf(outbox, kept, form, null), say, clock)}`);
  };
  outbox.changed();
}

/** Wait for a closed report to be reopened. */
export function reopened(kept: Kept, goOn: () => void): void {
  const stop = followReport(
    kept,
    ({ state }) => {
      if (state === "closed") return;
      stop();
      goOn();
    },
    true,
  );
}
