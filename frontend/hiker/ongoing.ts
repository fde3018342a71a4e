/** One call for help on this page: from the touch, or found again, until its person closes it. */
import type { Status } from "../shared/api/reports";
import { type Kept, found } from "../shared/outbox/kept";
import type { Outbox } from "../shared/outbox/outbox";
import { uuid7 } from "../shared/outbox/uuid";
import { by, h } from "./dom";
import { followReport } from "./follow";
import { fillIn } from "./message";
import { Panel } from "./panel";
import { Position } from "./position";
import { clock, say } from "./words";

export class Ongoing {
  private status: Status | null = null;
  private stopFollowing: (() => void) | null = null;
  private readonly began = performance.now();
  private readonly gps: Position;
  private readonly panel: Panel;

  constructor(
    private readonly outbox: Outbox,
    private readonly form: HTMLFormElement,
    sent: HTMLElement,
  ) {
    this.gps = new Position(
      Boolean(form.dataset["place"]),
      (measured) => {
        fillIn(measured);
        void outbox.addFix(measured);
      },
      () => this.draw(),
    );
    this.panel = new Panel(
      sent,
      form.dataset["centre"] ?? "",
      this.gps,
      this.outbox.kept?.tag === form.dataset["tag"],
      {
        say: (text) => void outbox.say(uuid7(), text),
        cancel: (reason) => {
          this.gps.stop();
          void outbox.cancel(reason);
        },
        anew: () => void outbox.forget().then(() => location.reload()),
      },
    );
    form.hidden = true;
    sent.hidden = false;
    this.draw();
    setInterval(() => this.draw(), 1000);
  }

  /** Measure where the phone is; it asks its person when needed. */
  measure(): void {
    this.gps.start();
  }

  /** Show what has changed, and begin to follow the centre once it has the report. */
  draw(): void {
    const { kept, phase, durable } = this.outbox;
    if (!kept) return;
    if (!kept.body && !kept.refused) {
      this.stopFollowing ??= followReport(kept, (status) => this.told(status));
      if (!kept.fixes.length) this.gps.arrived();
    }
    const { language = "", centre = "" } = this.form.dataset;
    const now = { kept, phase, durable, online: navigator.onLine, status: this.status, language, centre };
    this.panel.draw(now, performance.now() - this.began);
  }

  private told(status: Status): void {
    this.status = status;
    if (status.state === "closed") {
      this.gps.stop();
      this.stopFollowing?.();
      this.stopFollowing = () => undefined;
      void this.outbox.letGo();
    }
    this.draw();
  }
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
    h("button", { type: "button", class: "small", click: () => (box.remove(), act()) }, say(word));
  box.append(choice("old_send", goOn), choice("old_drop", drop));
  by("sent")?.before(box);
}
