/**
 * How far a reader has come in the event log: the last sequence of each jurisdiction, `1.345~2.99`.
 * Sequences have no gaps within a jurisdiction, so a jump means that something was missed.
 */
export type Cursor = ReadonlyMap<string, number>;

/** What a frame is to a reader: already known, the very next one, or proof that one was missed. */
export type Step = "known" | "next" | "gap";

/** Return the cursor that a text names; parts that cannot be read are left out. */
export function readCursor(text: string): Cursor {
  const parts = text.split("~").map((part) => /^(\w+)\.(\d+)$/.exec(part));
  return new Map(parts.flatMap((found) => (found ? [[found[1]!, Number(found[2])] as const] : [])));
}

/** Return a cursor as it stands in `Last-Event-ID`. */
export function writeCursor(cursor: Cursor): string {
  return [...cursor].map(([jurisdiction, sequence]) => `${jurisdiction}.${sequence}`).join("~");
}

/** Say what a frame that carries the cursor `frame` is to a reader who stands at `known`. */
export function step(known: Cursor, frame: Cursor): Step {
  let ahead = 0;
  for (const [jurisdiction, sequence] of frame) {
    ahead += Math.max(0, sequence - (known.get(jurisdiction) ?? 0));
  }
  if (ahead === 0) return "known";
  return ahead === 1 ? "next" : "gap";
}

/** Return the cursor that has seen all that either has seen. */
export function furthest(one: Cursor, other: Cursor): Cursor {
  const both = new Map(one);
  for (const [jurisdiction, sequence] of other) {
    both.set(jurisdiction, Math.max(sequence, both.get(jurisdiction) ?? 0));
  }
  return both;
}

/** Say whether `one` lacks something that `other` has seen. */
export function isBehind(one: Cursor, other: Cursor): boolean {
  return [...other].some(([jurisdiction, sequence]) => sequence > (one.get(jurisdiction) ?? 0));
}
