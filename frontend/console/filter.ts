/** What a dispatcher wants to see of the open list. What nobody has opened is never hidden. Pure. */
import type { Row } from "./types";

export type Whose = "all" | "mine" | "nobodys" | "overdue";
export const WHOSE: readonly Whose[] = ["all", "mine", "nobodys", "overdue"];

export type Filter = { readonly whose: Whose; readonly kind: string };
export const EVERYTHING: Filter = { whose: "all", kind: "" };

/** Say whether a filter leaves anything out at all. */
export function isFiltering(filter: Filter): boolean {
  return filter.whose !== EVERYTHING.whose || filter.kind !== EVERYTHING.kind;
}

/** Return the choice that follows another one; after the last comes the first. */
export function following<T>(choices: readonly T[], chosen: T): T {
  return choices[(choices.indexOf(chosen) + 1) % choices.length] ?? chosen;
}

/** Return the rows that a filter leaves, with every one that still waits to be opened. */
export function filtered(rows: readonly Row[], filter: Filter, account: string): readonly Row[] {
  if (!isFiltering(filter)) return rows;
  return rows.filter((row) => row.state === "new" || (isOf(row, filter.whose, account) && (!filter.kind || row.kind === filter.kind)));
}

function isOf(row: Row, whose: Whose, account: string): boolean {
  if (whose === "mine") return row.acknowledged_by === account;
  if (whose === "nobodys") return !row.acknowledged_by;
  return whose === "all" || row.escalation > 0;
}
