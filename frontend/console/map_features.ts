/** What of the incidents goes onto the map. Pure: rows and detail in, features out. */
import type { LonLat } from "../shared/geo/distance";
import { extent, type Position } from "../shared/map/positions";
import { time } from "../shared/i18n/format";
import type { CrewLink, Detail, Report, Row } from "./types";

export type Named = (ko: string, en: string) => string;

/**
 * Return the plates of the queue, each once and for its first row, without the plate of the open incident when
 * nothing else waits there: that one is drawn in full.
 */
export function queueFeatures(rows: readonly Row[], openId: string | null, named: Named): GeoJSON.FeatureCollection {
  const firsts = new Map<string, GeoJSON.Feature>();
  for (const row of rows) {
    if (!row.plate || row.id === openId) continue;
    const place = `${row.plate.longitude} ${row.plate.latitude}`;
    // Marks on top of each other could not be told apart, but a crowd at one plate would be drawn a hundred times.
    if (firsts.has(place)) continue;
    const unopened = row.state === "new" && !row.exercise;
    firsts.set(place, spot(row.plate, { id: row.id, label: named(row.place_ko, row.place_en), unopened, exercise: row.exercise }));
  }
  return { type: "FeatureCollection", features: [...firsts.values()] };
}

/** Return what is near the incident. Access points have a layer of their own. */
export function nearFeatures(detail: Detail | null, named: Named): GeoJSON.FeatureCollection {
  const near = detail?.near.filter((found) => found.what !== "access") ?? [];
  return {
    type: "FeatureCollection",
    features: near.map((found) => spot(found, { label: named(found.name_ko, found.name_en) })),
  };
}

/** Return the crews that share where they are, each with what it is called. */
export function crewFeatures(links: readonly CrewLink[], called: (link: CrewLink) => string): GeoJSON.FeatureCollection {
  const features = links.flatMap((link) => (link.position && link.state === "running" ? [spot(link.position, { label: called(link) })] : []));
  return { type: "FeatureCollection", features };
}

/** Return the plate of an incident, and each report's fixes in the order they were measured. */
export function positionsOf(detail: Detail): { plates: Position[]; tracks: Position[][] } {
  const best = detail.position;
  const plate = detail.plate;
  const plates: Position[] = plate
    ? [{ ...plate, source: "plate", fixed_at: null, best: best?.source === "plate", label: "" }]
    : [];
  const tracks = detail.report_list.map((report) => trackOf(report));
  if (best?.source === "device") markBest(tracks, best, Date.parse(best.fixed_at));
  return { plates, tracks };
}

/** Return the points that the first view of an incident must hold: where they are, and the nearest access. */
export function firstView(detail: Detail): LonLat[] {
  const { plates, tracks } = positionsOf(detail);
  const access = detail.near.find((found) => found.what === "access");
  const wayIn: LonLat[] = access && access.distance_m < 1_500 ? [[access.longitude, access.latitude]] : [];
  return [...extent([...plates, ...tracks.flat().filter((fix) => fix.best || fix.label)]), ...wayIn];
}

function trackOf(report: Report): Position[] {
  const fixes = [...report.fixes].sort((one, other) => Date.parse(one.fixed_at) - Date.parse(other.fixed_at));
  return fixes.map((fix, place) => ({
    longitude: fix.longitude,
    latitude: fix.latitude,
    uncertainty_m: fix.uncertainty_m,
    source: "device",
    fixed_at: Date.parse(fix.fixed_at),
    best: false,
    label: place === 0 || place === fixes.length - 1 ? time(fix.fixed_at) : "",
  }));
}

/** The best estimate may be fused from several fixes, so that it is none of them: then it joins the track. */
function markBest(tracks: Position[][], best: NonNullable<Detail["position"]>, fixed_at: number): void {
  for (const track of tracks) {
    const place = track.findIndex(
      (fix) => fix.fixed_at === fixed_at && fix.longitude === best.longitude && fix.latitude === best.latitude,
    );
    if (place < 0) continue;
    track[place] = { ...track[place]!, uncertainty_m: best.uncertainty_m, best: true, label: time(fixed_at) };
    return;
  }
  const { longitude, latitude, uncertainty_m } = best;
  tracks.push([{ longitude, latitude, uncertainty_m, source: "device", fixed_at, best: true, label: time(fixed_at) }]);
}

function spot(at: { longitude: number; latitude: number }, properties: GeoJSON.GeoJsonProperties): GeoJSON.Feature {
  return { type: "Feature", properties, geometry: { type: "Point", coordinates: [at.longitude, at.latitude] } };
}
