/** Marks along a trail, so that "at 1.2 km" can be found on the map. Pure. */
import { distance_m, type LonLat } from "../geo/distance";

/** Return a point for each full kilometre of every line, named `1 km`, `2 km` … from the line's start. */
export function kilometreTicks(trails: GeoJSON.FeatureCollection): GeoJSON.FeatureCollection {
  const features = trails.features.flatMap(({ geometry }) => lines(geometry).flatMap((line) => alongLine(line)));
  return { type: "FeatureCollection", features };
}

function lines(geometry: GeoJSON.Geometry): GeoJSON.Position[][] {
  if (geometry.type === "LineString") return [geometry.coordinates];
  return geometry.type === "MultiLineString" ? geometry.coordinates : [];
}

function alongLine(line: GeoJSON.Position[]): GeoJSON.Feature[] {
  const ticks: GeoJSON.Feature[] = [];
  let walked_m = 0;
  for (let place = 1; place < line.length; place += 1) {
    const [from, to] = [lonLat(line[place - 1]!), lonLat(line[place]!)];
    const length_m = distance_m(from, to);
    for (let next_m = (ticks.length + 1) * 1000; next_m <= walked_m + length_m; next_m += 1000) {
      ticks.push(tick(between(from, to, (next_m - walked_m) / length_m), next_m / 1000));
    }
    walked_m += length_m;
  }
  return ticks;
}

function tick(point: LonLat, kilometre: number): GeoJSON.Feature {
  return {
    type: "Feature",
    properties: { label: `${kilometre} km` },
    geometry: { type: "Point", coordinates: [...point] },
  };
}

function between(from: LonLat, to: LonLat, part: number): LonLat {
  return [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])];
}

function lonLat(position: GeoJSON.Position): LonLat {
  return [position[0] ?? 0, position[1] ?? 0];
}
