/** One call for help on this page: from the touch, or found again, until its person closes it. */
import type { Status } from "../shared/api/reports";
import { type Kept, found } from "../shared/outbox/kept";
import type { Outbox } from "../shared/outbox/outbox";
import { uuid7 } from "../shared/outbox/uuid";
import { type Now, headline } from "./chain";
import { by, h, write } from "./dom";
import { followReport } from "./follow";
import { fillIn } from "./message";
import { Panel, button } from "./panel";
import { Position } from "./position";
import { clock, say } from "./words";

export class Ongoing {
  private status: Status | null = null;
  private stopFollowing: (() => void) | null = null;
  private closed: boolean;
  private readonly ticking: ReturnType<typeof setInterval>;
  private readonly began = performance.now();
  private readonly gps: Position;
  private readonly panel: Panel;

  constructor(
    private readonly outbox: Outbox,
    private readonly form: HTMLFormElement,
    sent: HTMLElement,
    anew: () => void,
  ) {
    outbox.changed = () => this.draw();
    this.closed = Boolean(outbox.kept?.closed_ms);
    this.gps = new Position(
      Boolean(form.dataset["place"]),
      (measured) => {
        fillIn(measured);
        return outbox.addFix(measured);
      },
      () => this.draw(),
    );
    this.panel = new Panel(
      sent,
      form.dataset["centre"] ?? "",
      this.gps,
      outbox.kept?.tag === form.dataset["tag"],
      {
        say: (text) => void outbox.say(uuid7(), text),
        cancel: (reason) => {
          this.gps.stop();
          void outbox.cancel(reason);
        },
        // The page goes back to the form without being loaded again: there may be no line.
        anew: () => {
          clearInterval(this.ticking);
          this.gps.stop();
          this.stopFollowing?.();
          this.panel.remove();
          form.hidden = false;
          sent.hidden = true;
          anew();
        },
      },
    );
    form.hidden = true;
    sent.hidden = false;
    this.draw();
    this.ticking = setInterval(() => this.draw(), 1000);
  }

  /** Measure where the phone is; it asks its person when needed. */
  measure(): void {
    this.gps.start();
  }

  /** Show what has changed, and begin to follow the centre once it has the report. */
  draw(): void {
    const { kept } = this.outbox;
    if (!kept) return;
    if (!kept.body && !kept.refused) {
      this.stopFollowing ??= followReport(kept, (status) => this.told(status), this.closed);
      if (!kept.fixes.length) this.gps.arrived();
    }
    this.panel.draw(nowOf(this.outbox, kept, this.form, this.status), performance.now() - this.began);
  }

  private told(status: Status): void {
    const closed = status.state === "closed";
    this.status = status;
    if (closed !== this.closed) {
      this.closed = closed;
      if (closed) this.gps.stop();
      this.stopFollowing?.();
      this.stopFollowing = null;
      void this.outbox.closed(closed ? Date.now() : null);
    }
    this.draw();
  }
}

const nowOf = ({ phase, durable }: Outbox, kept: Kept, { dataset }: HTMLElement, status: Status | null): Now => {
  const { language = "", centre = "" } = dataset;
  return { kept, phase, durable, online: navigator.onLine, status, language, centre };
};

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

/** Offer a report that an earlier page left: today's goes on by itself, an older one asks first. */
export function offerLeft(kept: Kept, here: string, goOn: () => void, drop: () => void): void {
  const [sent, time] = [by("sent"), clock(kept.made_at)];
  if (found(kept) === "ask") return ask(kept, goOn, drop);
  // Received already, and its person now stands at another plate: the button must stay in reach.
  if (!kept.body && kept.tag !== here) {
    const link = h("a", { href: `/${kept.tag}` }, say("earlier_see"));
    return sent?.before(h("p", { class: "notice" }, `${say("earlier", { time })} `, link));
  }
  goOn();
  if (kept.body) sent?.prepend(h("p", { class: "notice" }, say("found", { time })));
}

function ask(kept: Kept, goOn: () => void, drop: () => void): void {
  const time = new Date(kept.made_at).toLocaleString();
  const box = h("div", { class: "notice caution", role: "alert" }, h("p", {}, say("old", { time })));
  const choice = (word: "old_send" | "old_drop", act: () => void): HTMLElement =>
    button(say(word), () => (box.remove(), act()));
  box.append(choice("old_send", goOn), choice("old_drop", drop));
  by("sent")?.before(box);
}
