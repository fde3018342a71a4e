/** What goes onto the crew's map as points, and which piece of the network lies around. Pure. */
import type { LonLat } from "../shared/geo/distance";

type Spot = { readonly longitude: number; readonly latitude: number; readonly label: string; readonly kind?: string };

/** Half a kilometre around, and whole hundredths of a degree: a person who moves asks for the same piece again. */
const AROUND_DEG = 0.005;

/** Return places with their names. */
export function spots(places: readonly Spot[]): GeoJSON.FeatureCollection {
  return {
    type: "FeatureCollection",
    features: places.map(({ longitude, latitude, label, kind }) => ({
      type: "Feature",
      properties: { label, ...(kind && { kind }) },
      geometry: { type: "Point", coordinates: [longitude, latitude] },
    })),
  };
}

/** Return the box "west,south,east,north" around some places; "" for none. */
export function around(places: readonly LonLat[]): string {
  if (places.length === 0) return "";
  const [east, north] = [places.map(([longitude]) => longitude), places.map(([, latitude]) => latitude)];
  const low = (values: number[]): string => (Math.floor((Math.min(...values) - AROUND_DEG) * 100) / 100).toFixed(2);
  const high = (values: number[]): string => (Math.ceil((Math.max(...values) + AROUND_DEG) * 100) / 100).toFixed(2);
  return [low(east), low(north), high(east), high(north)].join(",");
}
