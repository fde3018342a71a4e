/** The plates where somebody waits, as the map draws them. Pure. */
import type { LonLat } from "../shared/geo/distance";
import type { Incident } from "./types";

export type Named = (ko: string, en: string) => string;

/** Return each plate once, for the first of its incidents, with the number of them when there are more; the loudest first. */
export function plateMarks(incidents: readonly Incident[], named: Named): GeoJSON.FeatureCollection {
  const found = new Map<string, { first: Incident; count: number }>();
  for (const incident of incidents) {
    if (!incident.plate) continue;
    // What is practised at a plate is a mark of its own: never counted with what is real.
    const place = `${incident.plate.longitude} ${incident.plate.latitude} ${incident.exercise}`;
    const there = found.get(place);
    if (there) there.count += 1;
    else found.set(place, { first: incident, count: 1 });
  }
  return { type: "FeatureCollection", features: [...found.values()].map(({ first, count }, rank) => mark(first, count, rank, named)) };
}

/** Return the places that the view must hold. */
export function places(incidents: readonly Incident[]): LonLat[] {
  return incidents.flatMap(({ plate }): LonLat[] => (plate ? [[plate.longitude, plate.latitude]] : []));
}

/** Return what differs when the view has to move: the edges of all that it must hold. */
export function edges(points: readonly LonLat[]): string {
  const [east, north] = [points.map(([longitude]) => longitude), points.map(([, latitude]) => latitude)];
  return [Math.min(...east), Math.min(...north), Math.max(...east), Math.max(...north)].join(" ");
}

/** Return the corners of a jurisdiction's area; none where it has no area. */
export function corners(areas: GeoJSON.FeatureCollection, slug: string): LonLat[] {
  const mine = areas.features.filter((area) => area.properties?.["slug"] === slug);
  return mine.flatMap(({ geometry }) => rings(geometry).flat()).map(([east = 0, north = 0]): LonLat => [east, north]);
}

function mark(first: Incident, count: number, rank: number, named: Named): GeoJSON.Feature {
  const { longitude, latitude } = first.plate!;
  const name = named(first.place_ko, first.place_en);
  return {
    type: "Feature",
    properties: { label: count > 1 ? `${name} ×${count}` : name, rank, unopened: first.state === "new" && !first.exercise, exercise: first.exercise },
    geometry: { type: "Point", coordinates: [longitude, latitude] },
  };
}

function rings(geometry: GeoJSON.Geometry | null): GeoJSON.Position[][] {
  if (geometry?.type === "Polygon") return geometry.coordinates;
  return geometry?.type === "MultiPolygon" ? geometry.coordinates.flat() : [];
}
