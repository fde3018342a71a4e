/** The phone's own position beside a report: measured, sent, stopped and started again by its person. */
import { type Measured, type Trouble, watch } from "../shared/geo/watch";
import { clock, say } from "./words";

/** Queue a position; resolves when it is queued. */
export type Found = (measured: Measured) => Promise<void>;

export class Position {
  /** The sentence that the page shows. */
  text = "";
  running = false;
  last: Measured | null = null;
  private stopWatch: () => void = () => undefined;

  constructor(
    private readonly hasPlate: boolean,
    private readonly found: Found,
    private readonly changed: () => void,
  ) {}

  start(): void {
    this.running = true;
    this.tell(say("gps_asking"));
    this.stopWatch = watch(
      // Queued first: the sentence "sent" is told when nothing is queued any more.
      (measured) =>
        void this.found(measured).then(() => {
          this.last = measured;
          if (this.running) this.tell(say("gps_found", { m: Math.ceil(measured.uncertainty_m) }));
        }),
      (why) => this.failed(why),
    );
  }

  stop(): void {
    this.stopWatch();
    this.running = false;
    this.tell(say("gps_stopped"));
  }

  /** The centre has confirmed every position that was queued. */
  arrived(): void {
    if (this.running && this.last) {
      this.tell(say("gps_sent", { m: Math.ceil(this.last.uncertainty_m), time: clock(this.last.fixed_at) }));
    }
  }

  private failed(why: Trouble): void {
    if (why === "unavailable") {
      if (!this.last) this.tell(say("gps_unavailable"));
      return;
    }
    this.running = false;
    if (why === "over") this.tell(say("gps_over"));
    else if (why === "insecure") this.tell(say("gps_insecure"));
    else this.tell(say(this.hasPlate ? "gps_denied" : "gps_denied_none"));
  }

  private tell(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.changed();
  }
}
