/** Distances and directions on a sphere of the Earth's mean radius; 0.3 % off the ellipsoid at worst. */
export type LonLat = readonly [longitude: number, latitude: number];

const EARTH_RADIUS_M = 6_371_008.8;
const radians = (angle: number): number => (angle * Math.PI) / 180;
const degrees = (angle: number): number => (angle * 180) / Math.PI;

/** Return the metres between two points (haversine). */
export function distance_m(from: LonLat, to: LonLat): number {
  const [north, east] = [radians(to[1] - from[1]) / 2, radians(to[0] - from[0]) / 2];
  const half =
    Math.sin(north) ** 2 + Math.cos(radians(from[1])) * Math.cos(radians(to[1])) * Math.sin(east) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Return the point `metres` away from one in the direction `bearing_deg`, clockwise from north. */
export function destination(from: LonLat, bearing_deg: number, metres: number): LonLat {
  const [latitude, turn, arc] = [radians(from[1]), radians(bearing_deg), metres / EARTH_RADIUS_M];
  const there = Math.asin(
    Math.sin(latitude) * Math.cos(arc) + Math.cos(latitude) * Math.sin(arc) * Math.cos(turn),
  );
  const east = Math.atan2(
    Math.sin(turn) * Math.sin(arc) * Math.cos(latitude),
    Math.cos(arc) - Math.sin(latitude) * Math.sin(there),
  );
  return [from[0] + degrees(east), degrees(there)];
}

/** Return the closed ring of a circle of true radius around a point: how a position is drawn. */
export function circle(centre: LonLat, radius_m: number, corners = 64): LonLat[] {
  return Array.from({ length: corners + 1 }, (_, corner) =>
    destination(centre, ((corner % corners) * 360) / corners, radius_m),
  );
}
