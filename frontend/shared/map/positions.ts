/** Positions as the map shows them: circles of true radius, the way walked, age at the edge. Pure. */
import { circle, type LonLat } from "../geo/distance";
import { thin } from "./thin";

export type Position = {
  readonly longitude: number;
  readonly latitude: number;
  readonly uncertainty_m: number;
  readonly source: "plate" | "device";
  /** Milliseconds; null for a plate, which does not age. */
  readonly fixed_at: number | null;
  readonly best: boolean;
  readonly label: string;
};
export type Drawn = { circles: GeoJSON.FeatureCollection; track: GeoJSON.FeatureCollection; positions: GeoJSON.FeatureCollection };

const MOST_FIXES = 300;
const MOST_DISCS = 40;
const MOST_CIRCLES = 12;
const FADES_WITHIN_MS = 30 * 60_000;
const FAINTEST = 0.25;

/** Return what to draw of all positions of an incident; long tracks are thinned, the best is kept. */
export function drawPositions(tracks: readonly (readonly Position[])[], fixed: readonly Position[], now: number): Drawn {
  const thinned = tracks.map((track) => thin(track, MOST_FIXES, (position) => position.best));
  const some = (most: number): Position[] => [
    ...thinned.flatMap((track) => thin(track, most, (position) => position.best)),
    ...fixed,
  ];
  return {
    circles: collection(some(MOST_CIRCLES).map((position) => ring(position, now))),
    track: collection(thinned.filter((track) => track.length > 1).map(wayOf)),
    positions: collection(some(MOST_DISCS).map(spot)),
  };
}

/** Return the points that a view must hold to show the best position and what surrounds it. */
export function extent(positions: readonly Position[]): LonLat[] {
  return positions.flatMap((position) => circle(lonLat(position), position.uncertainty_m, 8));
}

/** Return how strong the edge of a circle is: full when fresh, faint after half an hour. */
export function freshness(fixed_at: number | null, now: number): number {
  if (fixed_at === null) return 1;
  return Math.max(FAINTEST, 1 - ((1 - FAINTEST) * Math.max(0, now - fixed_at)) / FADES_WITHIN_MS);
}

function ring(position: Position, now: number): GeoJSON.Feature {
  const coordinates = [circle(lonLat(position), position.uncertainty_m).map((point) => [...point])];
  return {
    type: "Feature",
    properties: { source: position.source, best: position.best, fresh: freshness(position.fixed_at, now) },
    geometry: { type: "Polygon", coordinates },
  };
}

function wayOf(track: readonly Position[]): GeoJSON.Feature {
  const coordinates = track.map((position) => [...lonLat(position)]);
  return { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } };
}

function spot(position: Position): GeoJSON.Feature {
  return {
    type: "Feature",
    properties: { source: position.source, best: position.best, label: position.label },
    geometry: { type: "Point", coordinates: [...lonLat(position)] },
  };
}

function lonLat({ longitude, latitude }: Position): LonLat {
  return [longitude, latitude];
}

function collection(features: GeoJSON.Feature[]): GeoJSON.FeatureCollection {
  return { type: "FeatureCollection", features };
}
