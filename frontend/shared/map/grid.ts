/** The National Point Number grid as hairlines for what is in view, named at the edges. Pure. */
import type { LonLat } from "../geo/distance";
import {
  EAST_LETTERS, eastLabel, fromPlane, NORTH_LETTERS, northLabel, SOUTH_EDGE_M, SQUARE_M, toPlane, WEST_EDGE_M,
} from "../geo/npn";

export type Bounds = { readonly west: number; readonly south: number; readonly east: number; readonly north: number };
export type Collection = GeoJSON.FeatureCollection;

const MOST_LINES = 200;
const EAST_EDGE_M = WEST_EDGE_M + EAST_LETTERS.length * SQUARE_M;
const NORTH_EDGE_M = SOUTH_EDGE_M + NORTH_LETTERS.length * SQUARE_M;

/** Return the step of the grid at a zoom: 1 km from 12, 100 m from 15, 10 m from 18; null when further out. */
export function gridStep_m(zoom: number): 1000 | 100 | 10 | null {
  if (zoom >= 18) return 10;
  if (zoom >= 15) return 100;
  return zoom >= 12 ? 1000 : null;
}

/** Return the grid lines in view and their names along the upper and the left edge. */
export function grid(bounds: Bounds, zoom: number): Collection {
  const step_m = gridStep_m(zoom);
  const box = planeBox(bounds);
  const inKorea = box.west_m < box.east_m && box.south_m < box.north_m;
  const features =
    step_m === null || !inKorea ? [] : [...upright(box, bounds.north, step_m), ...level(box, bounds.west, step_m)];
  return { type: "FeatureCollection", features };
}

type Box = { readonly west_m: number; readonly east_m: number; readonly south_m: number; readonly north_m: number };

function upright(box: Box, north: number, step_m: number): GeoJSON.Feature[] {
  return steps(box.west_m, box.east_m, step_m).flatMap((east_m) => {
    const line = [0, 0.25, 0.5, 0.75, 1].map((part) =>
      fromPlane({ east_m, north_m: box.south_m + part * (box.north_m - box.south_m) }),
    );
    return named(line, eastLabel(east_m, step_m), at(line, 1, north), "top", east_m % (step_m * 10) === 0);
  });
}

function level(box: Box, west: number, step_m: number): GeoJSON.Feature[] {
  return steps(box.south_m, box.north_m, step_m).flatMap((north_m) => {
    const line = [0, 0.25, 0.5, 0.75, 1].map((part) =>
      fromPlane({ east_m: box.west_m + part * (box.east_m - box.west_m), north_m }),
    );
    return named(line, northLabel(north_m, step_m), at(line, 0, west), "left", north_m % (step_m * 10) === 0);
  });
}

function named(
  line: LonLat[],
  label: string | null,
  edge: LonLat,
  side: "top" | "left",
  bold: boolean,
): GeoJSON.Feature[] {
  if (label === null) return [];
  return [
    { type: "Feature", properties: { bold }, geometry: { type: "LineString", coordinates: line.map((point) => [...point]) } },
    { type: "Feature", properties: { label, side }, geometry: { type: "Point", coordinates: [...edge] } },
  ];
}

/** Return where a line crosses an edge of the view: `axis` 0 is a longitude, 1 a latitude. */
function at(line: readonly LonLat[], axis: 0 | 1, value: number): LonLat {
  const other = axis === 0 ? 1 : 0;
  const [first, last] = [line[0]!, line[line.length - 1]!];
  const part = (value - first[axis]) / (last[axis] - first[axis]);
  const across = first[other] + part * (last[other] - first[other]);
  return axis === 0 ? [value, across] : [across, value];
}

/** Return the view in metres, cut to where the grid ends. */
function planeBox({ west, south, east, north }: Bounds): Box {
  const corners = [[west, south], [east, south], [west, north], [east, north]].map(([x, y]) => toPlane([x!, y!]));
  const easts = corners.map((corner) => corner.east_m);
  const norths = corners.map((corner) => corner.north_m);
  return {
    west_m: Math.max(Math.min(...easts), WEST_EDGE_M),
    east_m: Math.min(Math.max(...easts), EAST_EDGE_M),
    south_m: Math.max(Math.min(...norths), SOUTH_EDGE_M),
    north_m: Math.min(Math.max(...norths), NORTH_EDGE_M),
  };
}

function steps(from_m: number, to_m: number, step_m: number): number[] {
  const first = Math.ceil(from_m / step_m);
  const count = Math.min(MOST_LINES, Math.max(0, Math.floor(to_m / step_m) - first + 1));
  return Array.from({ length: count }, (_, line) => (first + line) * step_m);
}
