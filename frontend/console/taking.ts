/** What a dispatcher takes down: how a place that was read out is understood, and what is sent. Pure. */

/** One way to understand what was read out, the likeliest first; `meant` ones are one slip away. */
export type Understood = {
  kind: string;
  text: string;
  problem?: string | null;
  longitude?: number;
  latitude?: number;
  uncertainty_m?: number;
  point?: Named | null;
  nearest?: Named | null;
};
type Named = { properties: { name_ko: string; name_en: string } };
export type Located = { query: string; results: Understood[]; meant?: Understood[] };

/** A place that can be chosen. */
export type Choice = { readonly key: string; readonly slip: boolean; readonly read: Understood };

/** What is sent of a place: a plate's code, or a position with its radius and what it was called. */
export type Place = { code: string } | { text: string; longitude?: number; latitude?: number; uncertainty_m?: number };

/** Return what can be chosen: what was understood, then what lies one slip away. What has no place is none. */
export function choices(located: Located | null): Choice[] {
  const placed = (read: Understood): boolean => !read.problem && read.longitude !== undefined;
  const of = (slip: boolean, some: readonly Understood[]): Choice[] =>
    some.filter(placed).map((read, place) => ({ key: `${slip ? "meant" : "read"}${place}`, slip, read }));
  return [...of(false, located?.results ?? []), ...of(true, located?.meant ?? [])];
}

/** Return why nothing was understood, in the server's words; empty when something was. */
export function trouble(located: Located | null): string {
  return choices(located).some(({ slip }) => !slip) ? "" : (located?.results.find(({ problem }) => problem)?.problem ?? "");
}

/** Return the place to send; without a choice the words as they were read out, so that nothing is lost. */
export function placeOf(choice: Choice | null, typed: string): Place | null {
  if (!choice) return typed.trim() ? { text: typed.trim().slice(0, 200) } : null;
  const { kind, text, longitude, latitude, uncertainty_m } = choice.read;
  if (kind === "code") return { code: text };
  return { text: text.slice(0, 200), longitude: longitude!, latitude: latitude!, uncertainty_m: uncertainty_m ?? 0 };
}
