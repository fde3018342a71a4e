/** The way out: where a vehicle reaches the network, along the trail where one is near, and what is closed on it. */
import { bearing_deg } from "../geo/bearing";
import { type LonLat, distance_m } from "../geo/distance";
import { DEGREE } from "./layout";
import type { Near, Surroundings } from "./surroundings";

export interface WayIn {
  readonly name_ko: string;
  readonly name_en: string;
  readonly kind: string;
  readonly at: LonLat;
  readonly uncertainty_m: number;
  readonly note_ko: string;
  readonly note_en: string;
}

export interface WayOut extends Near<WayIn> {
  /** Metres along the trail on which both are; null when there is none. */
  readonly along_m: number | null;
  readonly trail: { readonly name_ko: string; readonly name_en: string } | null;
  /** Why the trail is closed between here and there; null when it is not known to be. */
  readonly closed: { readonly reason_ko: string; readonly reason_en: string } | null;
}

interface Foot {
  readonly trail: number;
  readonly metre: number;
  readonly offset_m: number;
}

/** Cars and ambulances reach these; what only helicopters and boats reach is no way out on foot. */
const FOR_VEHICLES = new Set(["road", "gate", "car_park"]);
/** Further from every trail than this, nobody can say along which one the way leads. */
const ON_TRAIL_M = 100;
/** The air line through the hills says less than the trail: it counts as so much longer. */
const DETOUR = 1.5;

/** Return the ways out to where vehicles come, the shortest open one first. Metres; `now` decides what is closed. */
export function waysOut(around: Surroundings, here: LonLat, limit: number, now = Date.now()): WayOut[] {
  const feet = feetOn(around, here);
  const { rows, columns } = around.content.tables.access;
  const ways: (WayOut & { readonly cost_m: number })[] = [];
  for (let row = 0; row < rows; row += 1) {
    const place = wayIn(around, row);
    if (!FOR_VEHICLES.has(place.kind)) continue;
    const air_m = distance_m(here, place.at);
    const foot = feet.find(({ trail }) => trail === columns.trail.values[row]);
    const metre_1 = columns.metre_1.values[row]!;
    const there = foot && (metre_1 ? metre_1 - 1 : feetOn(around, place.at).find(({ trail }) => trail === foot.trail)?.metre);
    const along_m = foot && there !== undefined ? Math.abs(there - foot.metre) + foot.offset_m : null;
    const closed = foot && there !== undefined ? closedOn(around, foot.trail, foot.metre, there, now) : null;
    ways.push({
      place,
      distance_m: air_m,
      bearing_deg: bearing_deg(here, place.at),
      along_m,
      trail: foot && along_m !== null ? trailName(around, foot.trail) : null,
      closed,
      cost_m: along_m ?? air_m * DETOUR,
    });
  }
  ways.sort((one, other) => Number(Boolean(one.closed)) - Number(Boolean(other.closed)) || one.cost_m - other.cost_m);
  return ways.slice(0, limit).map(({ cost_m: _, ...way }) => way);
}

function wayIn(around: Surroundings, row: number): WayIn {
  const columns = around.content.tables.access.columns;
  return {
    name_ko: around.text(columns.name_ko, row),
    name_en: around.text(columns.name_en, row),
    kind: around.text(columns.kind, row),
    at: [columns.x.values[row]! / DEGREE, columns.y.values[row]! / DEGREE],
    uncertainty_m: columns.uncertainty_dm.values[row]! / 10,
    note_ko: around.text(columns.note_ko, row),
    note_en: around.text(columns.note_en, row),
  };
}

/** Return where on each trail in reach a place is, the nearest trail first. */
export function feetOn(around: Surroundings, here: LonLat): Foot[] {
  const { rows, columns } = around.content.tables.trails;
  const feet: Foot[] = [];
  for (let row = 0; row < rows; row += 1) {
    const { starts, xs, ys, metres } = columns.line;
    let best: Foot | null = null;
    for (let at = starts[row]!; at + 1 < starts[row + 1]!; at += 1) {
      const [from, to] = [at, at + 1].map((i): LonLat => [xs[i]! / DEGREE, ys[i]! / DEGREE]) as [LonLat, LonLat];
      const share = shareOf(from, to, here);
      const place: LonLat = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
      const offset_m = distance_m(here, place);
      if (best && offset_m >= best.offset_m) continue;
      const metre = metres[at]! + share * (metres[at + 1]! - metres[at]!);
      best = { trail: columns.key.values[row]!, metre, offset_m };
    }
    if (best && best.offset_m <= ON_TRAIL_M) feet.push(best);
  }
  return feet.sort((one, other) => one.offset_m - other.offset_m);
}

/** Return how far between two places the one nearest to a third is, 0 to 1. */
function shareOf(from: LonLat, to: LonLat, here: LonLat): number {
  const east = Math.cos((from[1] * Math.PI) / 180);
  const [x, y] = [(to[0] - from[0]) * east, to[1] - from[1]];
  const squared = x * x + y * y;
  const share = squared ? ((here[0] - from[0]) * east * x + (here[1] - from[1]) * y) / squared : 0;
  return Math.min(Math.max(share, 0), 1);
}

function closedOn(around: Surroundings, trail: number, from: number, to: number, now: number): WayOut["closed"] {
  const { rows, columns } = around.content.tables.closures;
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  for (let row = 0; row < rows; row += 1) {
    if (columns.trail.values[row] !== trail) continue;
    const [since, until] = [columns.since.values[row]! * 1000, columns.until.values[row]! * 1000];
    if (now < since || (until && now >= until)) continue;
    const [begin, end] = [columns.from_1.values[row]!, columns.to_1.values[row]!];
    if (begin && (end - 1 < low || begin - 1 > high)) continue;
    return { reason_ko: around.text(columns.reason_ko, row), reason_en: around.text(columns.reason_en, row) };
  }
  return null;
}

function trailName(around: Surroundings, key: number): WayOut["trail"] {
  const { columns } = around.content.tables.trails;
  const row = columns.key.values.indexOf(key);
  return { name_ko: around.text(columns.name_ko, row), name_en: around.text(columns.name_en, row) };
}
