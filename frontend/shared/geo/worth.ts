/** Which of the measured positions are worth sending: live sharing for hours must not empty the battery. Pure. */
import { distance_m } from "./distance";
import type { Measured } from "./watch";

/** A person who stands still is still there: said once a minute. */
export const STILL_EVERY_MS = 60_000;
/** Below this share of its radius a move may be noise. */
const NOISE = 0.5;
const LEAST_MOVE_M = 10;
/** A radius this much smaller says more about where the person is. */
const CLEARLY_SMALLER = 0.7;

/** Return how long to wait after a position before the next one, in milliseconds; null: the battery is not known. */
export function interval_ms(battery_pct: number | null): number {
  if (battery_pct === null || battery_pct > 50) return 5_000;
  if (battery_pct > 20) return 15_000;
  return battery_pct > 10 ? 30_000 : STILL_EVERY_MS;
}

/** Whether a position should be sent after the last one that was. */
export function isWorth(measured: Measured, last: Measured | null, battery_pct: number | null): boolean {
  if (!last) return true;
  if (measured.uncertainty_m < last.uncertainty_m * CLEARLY_SMALLER) return true;
  const waited_ms = Date.parse(measured.fixed_at) - Date.parse(last.fixed_at);
  if (waited_ms >= STILL_EVERY_MS) return true;
  // Fixes come a little early or late of their beat.
  if (waited_ms < interval_ms(battery_pct) - 500) return false;
  const moved_m = distance_m([last.longitude, last.latitude], [measured.longitude, measured.latitude]);
  return moved_m > Math.max(LEAST_MOVE_M, measured.uncertainty_m * NOISE);
}
