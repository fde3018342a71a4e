/** Which way it is from one place to another. */
import type { LonLat } from "./distance";

const radians = (angle: number): number => (angle * Math.PI) / 180;

/** Return the direction in which the shortest way begins, in degrees clockwise from north, 0 to 360. */
export function bearing_deg(from: LonLat, to: LonLat): number {
  const [here, there, east] = [radians(from[1]), radians(to[1]), radians(to[0] - from[0])];
  const x = Math.cos(here) * Math.sin(there) - Math.sin(here) * Math.cos(there) * Math.cos(east);
  return ((Math.atan2(Math.sin(east) * Math.cos(there), x) * 180) / Math.PI + 360) % 360;
}
