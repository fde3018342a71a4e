/** Thins a track so that ten thousand fixes do not freeze the map. Pure. */

/** Return at most `most` of the items, evenly spread in order, always with the first, the last and `keep`. */
export function thin<T>(items: readonly T[], most: number, keep: (item: T) => boolean = () => false): T[] {
  if (items.length <= most) return [...items];
  const stride = (items.length - 1) / (most - 1);
  const chosen = new Set(Array.from({ length: most }, (_, place) => Math.round(place * stride)));
  return items.filter((item, place) => chosen.has(place) || keep(item));
}
