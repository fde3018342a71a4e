/** How loud a report that nobody has opened is on the wall, and what fits beside it. Pure. */
import type { Incident } from "./types";

export type Loudness = 0 | 1 | 2 | 3 | 4;
const LONG = 3;
const VERY_LONG = 10;

/** Return 0 for nothing, 1 for somebody who has just called, then louder the longer they wait. */
export function loudness(waited_ms: number | null, overdue_after_s: number): Loudness {
  if (waited_ms === null) return 0;
  const times = waited_ms / (overdue_after_s * 1_000);
  return times >= VERY_LONG ? 4 : times >= LONG ? 3 : times >= 1 ? 2 : 1;
}

/** Return the real report that has waited longest for somebody to open it. */
export function oldestUnopened(incidents: readonly Incident[]): Incident | null {
  const waiting = incidents.filter((incident) => incident.state === "new" && !incident.exercise);
  return waiting.reduce<Incident | null>(
    (oldest, one) => (oldest === null || Date.parse(one.received_at) < Date.parse(oldest.received_at) ? one : oldest),
    null,
  );
}

/** Return a duration as a stopwatch shows it, `1:40` or `1:02:05`: short in every language. */
export function stopwatch(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const end = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${end}` : `${minutes}:${end}`;
}

/** Return how many rows stand whole in a height; where not all do, the last one says how many are missing. */
export function rowsThatFit(height_px: number, row_px: number, rows: number): number {
  const room = Math.max(0, Math.floor(height_px / Math.max(row_px, 1)));
  return rows <= room ? rows : Math.max(0, room - 1);
}
