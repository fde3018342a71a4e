/**
 * National Point Numbers (국가지점번호) on the client: WGS84 to EPSG:5179 ("UTM-K") and back, and the
 * letters of the grid. The server's own module is the reference; this one draws the grid on a map
 * that has no server behind it.
 *
 * The projection is Krüger's series to the fourth power of n, below a millimetre in Korea.
 */
import type { LonLat } from "./distance";

export const EAST_LETTERS = "가나다라마바사";
export const NORTH_LETTERS = "가나다라마바사아";
export const WEST_EDGE_M = 700_000;
export const SOUTH_EDGE_M = 1_300_000;
export const SQUARE_M = 100_000;

export type Plane = { readonly east_m: number; readonly north_m: number };

const SEMI_MAJOR_M = 6_378_137;
const FLATTENING = 1 / 298.257222101;
const CENTRAL_MERIDIAN = radians(127.5);
const SCALE = 0.9996;
const FALSE_EAST_M = 1_000_000;
const FALSE_NORTH_M = 2_000_000;

const n = FLATTENING / (2 - FLATTENING);
const eccentricity = Math.sqrt(FLATTENING * (2 - FLATTENING));
const rectifyingRadius_m = (SEMI_MAJOR_M / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64);
const forward = [
  n / 2 - (2 / 3) * n ** 2 + (5 / 16) * n ** 3 + (41 / 180) * n ** 4,
  (13 / 48) * n ** 2 - (3 / 5) * n ** 3 + (557 / 1440) * n ** 4,
  (61 / 240) * n ** 3 - (103 / 140) * n ** 4,
  (49561 / 161280) * n ** 4,
] as const;
const backward = [
  n / 2 - (2 / 3) * n ** 2 + (37 / 96) * n ** 3 - (1 / 360) * n ** 4,
  (1 / 48) * n ** 2 + (1 / 15) * n ** 3 - (437 / 1440) * n ** 4,
  (17 / 480) * n ** 3 - (37 / 840) * n ** 4,
  (4397 / 161280) * n ** 4,
] as const;
const originArc = meridianArc(radians(38));

/** Return metres in EPSG:5179 of a point in degrees of EPSG:4326. */
export function toPlane([longitude, latitude]: LonLat): Plane {
  const conformal = conformalLatitude(radians(latitude));
  const away = radians(longitude) - CENTRAL_MERIDIAN;
  const xi = Math.atan2(Math.tan(conformal), Math.cos(away));
  const eta = Math.atanh(Math.cos(conformal) * Math.sin(away));
  let x = xi;
  let y = eta;
  forward.forEach((term, index) => {
    const turn = 2 * (index + 1);
    x += term * Math.sin(turn * xi) * Math.cosh(turn * eta);
    y += term * Math.cos(turn * xi) * Math.sinh(turn * eta);
  });
  return {
    east_m: FALSE_EAST_M + SCALE * rectifyingRadius_m * y,
    north_m: FALSE_NORTH_M + SCALE * rectifyingRadius_m * (x - originArc),
  };
}

/** Return the point in degrees of EPSG:4326 at these metres of EPSG:5179. */
export function fromPlane({ east_m, north_m }: Plane): LonLat {
  const xi = (north_m - FALSE_NORTH_M) / (SCALE * rectifyingRadius_m) + originArc;
  const eta = (east_m - FALSE_EAST_M) / (SCALE * rectifyingRadius_m);
  let x = xi;
  let y = eta;
  backward.forEach((term, index) => {
    const turn = 2 * (index + 1);
    x -= term * Math.sin(turn * xi) * Math.cosh(turn * eta);
    y -= term * Math.cos(turn * xi) * Math.sinh(turn * eta);
  });
  const tangent = Math.sin(x) / Math.hypot(Math.sinh(y), Math.cos(x));
  const longitude = CENTRAL_MERIDIAN + Math.atan2(Math.sinh(y), Math.cos(x));
  return [degrees(longitude), degrees(Math.atan(geodeticTangent(tangent)))];
}

/** Return the number of the 10 m cell that holds a point, as on the plate: `다사 5393 6228`; null off the grid. */
export function npn(point: LonLat): string | null {
  return npnOf(point, 10);
}

/** Return the number of the cell of 10, 100, 1,000 or 10,000 m that holds a point, the legal short forms. */
export function npnOf(point: LonLat, cell_m: number): string | null {
  const { east_m, north_m } = toPlane(point);
  const east = axis(east_m - WEST_EDGE_M, EAST_LETTERS);
  const north = axis(north_m - SOUTH_EDGE_M, NORTH_LETTERS);
  if (!east || !north) return null;
  return `${east.letter}${north.letter} ${digits(east.rest_m, cell_m)} ${digits(north.rest_m, cell_m)}`;
}

/**
 * Return the smallest cell whose number a measured position can honestly bear: no wider circle than half of
 * the cell. Null when not even 10 km is certain. A phone's fix of 10 m lands in its own 10 m cell once in four.
 */
export function honestCell_m(uncertainty_m: number): number | null {
  return [10, 100, 1_000, 10_000].find((cell_m) => uncertainty_m <= cell_m / 2) ?? null;
}

/** Return what a grid line at `east_m` is called, cut to its step: `다53`, `다5393`; null off the grid. */
export function eastLabel(east_m: number, step_m: number): string | null {
  return label(axis(east_m - WEST_EDGE_M, EAST_LETTERS), step_m);
}

/** Return what a grid line at `north_m` is called, cut to its step: `사62`; null off the grid. */
export function northLabel(north_m: number, step_m: number): string | null {
  return label(axis(north_m - SOUTH_EDGE_M, NORTH_LETTERS), step_m);
}

type Axis = { letter: string; rest_m: number };

function label(found: Axis | null, step_m: number): string | null {
  return found && found.letter + digits(found.rest_m, step_m);
}

function axis(metres: number, letters: string): Axis | null {
  const square = Math.floor(metres / SQUARE_M);
  const letter = letters[square];
  return letter && square >= 0 ? { letter, rest_m: metres - square * SQUARE_M } : null;
}

function digits(rest_m: number, step_m: number): string {
  const width = String(SQUARE_M / step_m).length - 1;
  return String(Math.floor(rest_m / step_m)).padStart(width, "0");
}

function conformalLatitude(latitude: number): number {
  const sine = Math.sin(latitude);
  return Math.atan(Math.sinh(Math.atanh(sine) - eccentricity * Math.atanh(eccentricity * sine)));
}

function meridianArc(latitude: number): number {
  const conformal = conformalLatitude(latitude);
  return forward.reduce((sum, term, index) => sum + term * Math.sin(2 * (index + 1) * conformal), conformal);
}

/** Newton's way back from the conformal tangent: three rounds reach the last digit (Karney 2011, eq. 19-21). */
function geodeticTangent(conformal: number): number {
  let tangent = conformal;
  for (let round = 0; round < 3; round += 1) {
    const slope = Math.hypot(1, tangent);
    const sigma = Math.sinh(eccentricity * Math.atanh((eccentricity * tangent) / slope));
    const tried = tangent * Math.hypot(1, sigma) - sigma * slope;
    const less = 1 - eccentricity ** 2;
    const step =
      ((conformal - tried) / Math.hypot(1, tried)) * ((1 + less * tangent ** 2) / (less * slope));
    tangent += step;
  }
  return tangent;
}

function radians(angle: number): number {
  return (angle * Math.PI) / 180;
}

function degrees(angle: number): number {
  return (angle * 180) / Math.PI;
}
