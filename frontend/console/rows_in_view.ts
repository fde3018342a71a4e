/** Which rows of a long list must exist. Pure: numbers in, places out. */

/** Every row has this height, so that its place is known without measuring it. */
export const ROW_PX = 52;
/** Rows kept ready above and below what is seen, for a quick scroll and for what stands above the list. */
const BEYOND_ROWS = 30;

/** What is seen of a list that scrolls: from where, and how much of it. */
export type View = { readonly top_px: number; readonly height_px: number };

/** Rows from `first` up to, but without, `end` follow each other; `places` has a few more beside them, in order. */
export type Shown = { readonly first: number; readonly end: number; readonly places: readonly number[] };

/** Return the places of the rows in and around the view, and those of `always`. */
export function rowsInView(count: number, view: View, above_px: number, always: readonly number[]): Shown {
  const seen = Math.floor((view.top_px - above_px) / ROW_PX);
  const first = Math.min(count, Math.max(0, seen - BEYOND_ROWS));
  const end = Math.max(first, Math.min(count, seen + Math.ceil(view.height_px / ROW_PX) + BEYOND_ROWS));
  const following = Array.from({ length: end - first }, (_, place) => first + place);
  const beside = always.filter((place) => place >= 0 && place < count && (place < first || place >= end));
  const places = [...new Set([...following, ...beside])].sort((one, other) => one - other);
  return { first, end, places };
}

/** Say whether a row can be read without scrolling. */
export function isInView(place: number, view: View, above_px: number): boolean {
  const top_px = above_px + place * ROW_PX;
  return top_px >= view.top_px && top_px + ROW_PX <= view.top_px + view.height_px;
}
