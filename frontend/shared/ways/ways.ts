/** The way there, as `GET /api/v1/incidents/{id}/ways` tells it, and in which order it is read. Pure. */
import { distance_m, type LonLat } from "../geo/distance";

/** Degrees in EPSG:4326, radius in metres at 95 %. */
export type Known = { readonly longitude: number; readonly latitude: number; readonly uncertainty_m: number };

export type Leg = { trail: number | null; trail_ko: string; trail_en: string; from_metre: number; to_metre: number };
export type Closure = { trail: number; reason_ko: string; reason_en: string; since: string; until: string | null };

export type Way = {
  access: {
    id: number;
    kind: "road" | "gate" | "car_park" | "helicopter" | "boat";
    name_ko: string;
    name_en: string;
    longitude: number;
    latitude: number;
    vehicle_note_ko: string;
    vehicle_note_en: string;
    responder_note: string;
  };
  length_m: number;
  climb_m: number;
  descent_m: number;
  has_heights: boolean;
  minutes_up: number;
  minutes_down: number;
  access_off_m: number;
  off_m: number;
  legs: Leg[];
  closures: Closure[];
  line: [number, number][];
};

export type Ways = {
  position: Known | null;
  network: { state: "current" | "outdated" | "not_made" };
  ways: Way[];
  others: Way[];
  through: Way[];
  perhaps: { on_trail: { trail_ko: string; trail_en: string; metre: number }; way: Way | null }[];
};

export type Near = {
  what: "aed" | "refuge" | "helicopter";
  name_ko: string;
  name_en: string;
  distance_m: number;
  bearing_deg: number;
  longitude: number;
  latitude: number;
  note: string;
};

/** Why a way stands in the list: the usual one, by air or water, over what is closed, or to where they may be instead. */
export type Why = "usual" | "other" | "through" | "perhaps";
export type Listed = { readonly key: string; readonly why: Why; readonly way: Way };

/** Return all ways as they are read: by time within each reason, what is closed and what is uncertain last. */
export function listed(ways: Ways): Listed[] {
  const of = (why: Why, some: readonly Way[]): Listed[] => some.map((way, place) => ({ key: `${why}${place}`, why, way }));
  const elsewhere = ways.perhaps.flatMap(({ way }) => (way ? [way] : []));
  return [...of("usual", ways.ways), ...of("other", ways.others), ...of("through", ways.through), ...of("perhaps", elsewhere)];
}

const MOVED_M = 50;

/** Say whether somebody has gone so far since the ways were asked for that they lead elsewhere: out of the circle, and 50 m. */
export function isElsewhere(from: Known | null, to: Known | null): boolean {
  if (!from || !to) return from !== to;
  const point = ({ longitude, latitude }: Known): LonLat => [longitude, latitude];
  return distance_m(point(from), point(to)) > Math.max(MOVED_M, from.uncertainty_m);
}

/** Return minutes on foot, never fewer than they are. */
export function minutes(time_min: number): number {
  return Math.max(1, Math.ceil(time_min));
}

/** Return the line to draw: from the vehicle to the person. */
export function lineOf(way: Way | null): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] =
    way && way.line.length > 1 ? [{ type: "Feature", geometry: { type: "LineString", coordinates: way.line }, properties: {} }] : [];
  return { type: "FeatureCollection", features };
}
