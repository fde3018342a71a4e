/** How far it still is, by what the phone itself knows: along the way that is shown, or by air line. Pure. */
import { bearing_deg } from "../shared/geo/bearing";
import { distance_m, type LonLat } from "../shared/geo/distance";
import type { Known, Way } from "../shared/ways/ways";

/** Further beside the way than this, and than it is known to be, a crew walks another one. */
const BESIDE_M = 60;

export type Left = { readonly metres: number; readonly minutes: number };

/** Return what is left of a way from where the crew is; null where it is not on it. */
export function leftOf(way: Way, here: Known): Left | null {
  const foot = nearest(way.line, [here.longitude, here.latitude]);
  if (!foot || foot.off_m > BESIDE_M + here.uncertainty_m) return null;
  const share = foot.whole_m > 0 ? foot.left_m / foot.whole_m : 0;
  return { metres: foot.left_m + foot.off_m, minutes: way.minutes_up * share };
}

/** Return the air line from one place to another: metres, and degrees clockwise from north. */
export function airLine(from: Known, to: Known): { readonly metres: number; readonly bearing_deg: number } {
  const [here, there]: LonLat[] = [[from.longitude, from.latitude], [to.longitude, to.latitude]];
  return { metres: distance_m(here!, there!), bearing_deg: bearing_deg(here!, there!) };
}

/** Return the foot of a place on a line: how far beside it, and how much of the line lies behind the foot. */
function nearest(line: readonly LonLat[], place: LonLat): { off_m: number; left_m: number; whole_m: number } | null {
  const lengths = line.slice(1).map((end, at) => distance_m(line[at]!, end));
  const whole_m = lengths.reduce((sum, one) => sum + one, 0);
  let best: { off_m: number; left_m: number; whole_m: number } | null = null;
  let behind_m = whole_m;
  for (const [at, length_m] of lengths.entries()) {
    const [start, end] = [line[at]!, line[at + 1]!];
    const share = shareOf(start, end, place);
    const foot: LonLat = [start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share];
    const off_m = distance_m(foot, place);
    if (!best || off_m < best.off_m) best = { off_m, left_m: behind_m - length_m * share, whole_m };
    behind_m -= length_m;
  }
  return best;
}

/** Return how far along a short stretch the place is nearest, from 0 to 1. */
function shareOf(start: LonLat, end: LonLat, place: LonLat): number {
  const narrow = Math.cos((start[1] * Math.PI) / 180);
  const along = [(end[0] - start[0]) * narrow, end[1] - start[1]] as const;
  const to = [(place[0] - start[0]) * narrow, place[1] - start[1]] as const;
  const squared = along[0] ** 2 + along[1] ** 2;
  return squared === 0 ? 0 : Math.min(1, Math.max(0, (to[0] * along[0] + to[1] * along[1]) / squared));
}
