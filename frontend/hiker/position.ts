/** The phone's own position beside a report: measured, sent, stopped and started again by its person. */
import { type Measured, watch } from "../shared/geo/watch";
import { type Values, type Word, clock, say } from "./words";

/** Queue a position; resolves when it is queued, false when it was left out. */
export type Found = (measured: Measured) => Promise<boolean>;

export interface Position {
  /** The sentence that the page shows. */
  readonly text: string;
  readonly running: boolean;
  /** The newest position that was queued. */
  readonly last: Measured | null;
  start(): void;
  stop(): void;
  /** The centre has confirmed every position that was queued. */
  arrived(): void;
}

export function position(hasPlate: boolean, found: Found, changed: () => void): Position {
  let [text, running, last, stopWatch] = ["", false, null as Measured | null, (): void => undefined];
  const tell = (word: Word, values?: Values): void => {
    const said = say(word, values);
    if (said === text) return;
    text = said;
    changed();
  };
  const radius = ({ uncertainty_m }: Measured): number => Math.ceil(uncertainty_m);
  return {
    get text() {
      return text;
    },
    get running() {
      return running;
    },
    get last() {
      return last;
    },
    start() {
      running = true;
      tell("gps_asking");
      stopWatch = watch(
        // Queued first: the sentence "sent" is told when nothing is queued any more.
        (measured) =>
          void found(measured).then((queued) => {
            if (!queued) return;
            last = measured;
            if (running) tell("gps_found", { m: radius(measured) });
          }),
        (why) => {
          if (why === "unavailable") {
            if (!last) tell("gps_unavailable");
            return;
          }
          running = false;
          tell(why === "denied" ? (hasPlate ? "gps_denied" : "gps_denied_none") : `gps_${why}`);
        },
      );
    },
    stop() {
      stopWatch();
      running = false;
      tell("gps_stopped");
    },
    arrived() {
      if (running && last) tell("gps_sent", { m: radius(last), time: clock(last.fixed_at) });
    },
  };
}
