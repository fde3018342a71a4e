/** Room for the time that is written beside a position, so that the edge of the map does not cut it. Pure. */
import { NAME_BESIDE, TEXT_SIZE } from "./style";

/** `14:03:22` at the widest: eight figures of no more than two thirds of their height, and the outline around them. */
export const TIME_PX = Math.ceil(8 * TEXT_SIZE * (2 / 3)) + 4;
/** What a position needs to its right. */
export const BESIDE_PX = Math.ceil(NAME_BESIDE * TEXT_SIZE) + TIME_PX;

type Pixels = { readonly x: number; readonly y: number };

/** Say whether a position lies in a view of this size, and its time with it. */
export function hasRoom({ x, y }: Pixels, view: { readonly width: number; readonly height: number }): boolean {
  const half = TEXT_SIZE / 2;
  return x >= 0 && y >= half && x <= view.width - BESIDE_PX && y <= view.height - half;
}
