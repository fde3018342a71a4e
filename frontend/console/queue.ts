/** The order of the queue and how news joins it. Pure: rows in, rows out. */
import type { Row, State } from "./types";

const RANK: Record<State, number> = { new: 0, opened: 1, acknowledged: 2, dispatched: 3, closed: 4 };

export type Queue = {
  /** What needs somebody: unopened first, the one waiting longest on top. */
  readonly open: Row[];
  /** Exercises in the same order, the closed ones last: they are kept apart from what is real. */
  readonly exercises: Row[];
  /** Real ones that are closed, the latest on top. */
  readonly closed: Row[];
};

/** Return the queue of all known rows. */
export function queueOf(rows: Iterable<Row>): Queue {
  const all = [...rows].sort(compare);
  const running = all.filter((row) => row.state !== "closed");
  return {
    open: running.filter((row) => !row.exercise),
    exercises: all.filter((row) => row.exercise),
    closed: all.filter((row) => row.state === "closed" && !row.exercise),
  };
}

/** Return the rows nobody has opened yet and that are not exercises: what rings. */
export function unopened(rows: readonly Row[]): Row[] {
  return rows.filter((row) => row.state === "new" && !row.exercise);
}

/** Return which of two states of one incident is the newer; of equals, what came last. */
export function newer<T extends Row>(known: T | undefined, come: T): T {
  return known && known.version > come.version ? known : come;
}

/** Return the row above or below another in a list (the first one when there is none). */
export function neighbour(rows: readonly Row[], id: string | null, by: 1 | -1): Row | undefined {
  const place = rows.findIndex((row) => row.id === id);
  if (place < 0) return rows[0];
  return rows[Math.min(rows.length - 1, Math.max(0, place + by))];
}

/** Return the title of the window: the number waiting comes first, because tabs are cut off. */
export function windowTitle(waiting: number, newReport: string, product: string): string {
  return waiting > 0 ? `(${waiting}) ${newReport} · ${product}` : product;
}

function compare(one: Row, other: Row): number {
  const rank = RANK[one.state] - RANK[other.state];
  if (rank !== 0) return rank;
  if (one.state === "closed") return time(other) - time(one);
  return time(one) - time(other) || (one.id < other.id ? -1 : 1);
}

// A row never changes, a newer one replaces it: its time is read once, not at each comparison.
const times = new WeakMap<Row, number>();

/** When it was closed, or else received. */
function time(row: Row): number {
  const known = times.get(row);
  if (known !== undefined) return known;
  const found = Date.parse((row.state === "closed" && row.closed_at) || row.received_at);
  times.set(row, found);
  return found;
}

/** Say whether somebody on duty in these jurisdictions may act on an incident, or only look. The server decides. */
export function mayAct(row: Row, onDuty: readonly number[]): boolean {
  const isEverybodys = row.escalation === 3 && row.state === "new" && onDuty.length > 0;
  const helps = row.sights.some((sight) => sight.reason === "opened" && onDuty.includes(sight.jurisdiction));
  return isEverybodys || helps || onDuty.includes(row.jurisdiction);
}
