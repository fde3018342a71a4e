/** From one version to a later one: rows that go, rows that come. Each row is named by its number in the old table. */
import { type Reader, opened } from "./bytes";
import { decode } from "./decode";
import { hex } from "./encode";
import {
  CHAIN, type Codes, type Column, FORMAT, type Kind, type Lines, NAMES, type Numbers, type Package, STEP, type Tables,
  type TextList, type Texts, Unreadable, VERSION_BYTES, columnsOf,
} from "./layout";

export interface Versioned {
  readonly package: Package;
  readonly version: string;
}

/** Return the newest package and the version it must have. Throws Unreadable when the steps do not lead on from here. */
export function apply(before: Versioned, chain: Uint8Array): Versioned {
  const reader = opened(chain, CHAIN, FORMAT);
  let now = before;
  while (!reader.done) now = applied(now, reader.section().rest());
  return now;
}

function applied(before: Versioned, bytes: Uint8Array): Versioned {
  const reader = opened(bytes, STEP, FORMAT);
  const [from, to] = [version(reader), version(reader)];
  if (from !== before.version) throw new Unreadable("broken");
  const changes = NAMES.map(() => change(reader.section()));
  const added = decode(reader.section().rest());
  const old = before.package;
  const texts: TextList = {
    length: old.texts.length + added.texts.length,
    at: (index) => (index < old.texts.length ? old.texts.at(index) : added.texts.at(index - old.texts.length)),
  };
  const tables = NAMES.map((name, index) => {
    const [one, two] = [old.tables[name], added.tables[name]];
    const rows = order(one.rows, two.rows, changes[index]!);
    const columns = columnsOf(name).map(([column, kind]) => [
      column,
      merged(kind, pick(one, column), pick(two, column), rows, old.texts.length),
    ]);
    return [name, { rows: rows.length, columns: Object.fromEntries(columns) as unknown }];
  });
  return { package: { texts, tables: Object.fromEntries(tables) as unknown as Tables }, version: to };
}

const pick = ({ columns }: { columns: object }, name: string): Column => (columns as Record<string, Column>)[name]!;

function version(reader: Reader): string {
  const end = reader.at + VERSION_BYTES;
  if (end > reader.end) throw new Unreadable("broken");
  const name = hex(reader.bytes.subarray(reader.at, end));
  reader.at = end;
  return name;
}

interface Change {
  readonly gone: Float64Array;
  readonly come: Float64Array;
}

function change(reader: Reader): Change {
  const gone = reader.differences(reader.number());
  const come = reader.differences(reader.number());
  return { gone, come };
}

/** Return for each row of the new table the old row that it is, or ~n for the n-th that comes. */
function order(oldRows: number, comingRows: number, { gone, come }: Change): Int32Array {
  const goes = new Set(gone);
  if (come.length !== comingRows || goes.size !== gone.length || gone.some((row) => row < 0 || row >= oldRows)) {
    throw new Unreadable("broken");
  }
  const rows = new Int32Array(oldRows - gone.length + come.length);
  let [kept, coming] = [0, 0];
  for (let row = 0; row < rows.length; row += 1) {
    if (come[coming] === row) {
      rows[row] = ~coming;
      coming += 1;
      continue;
    }
    while (goes.has(kept)) kept += 1;
    rows[row] = kept;
    kept += 1;
  }
  if (coming !== come.length) throw new Unreadable("broken");
  return rows;
}

function merged(kind: Kind, old: Column, coming: Column, rows: Int32Array, oldTexts: number): Column {
  if (kind === "codes") return codes(old as Codes, coming as Codes, rows);
  if (kind === "line") return lines(old as Lines, coming as Lines, rows);
  const [one, two] = [(old as Numbers | Texts).values, (coming as Numbers | Texts).values];
  const later = kind === "text" ? oldTexts : 0;
  const value = (row: number): number => (row >= 0 ? one[row]! : two[~row]! + later);
  return kind === "text" ? { values: Uint32Array.from(rows, value) } : { values: Float64Array.from(rows, value) };
}

/** Return where the values of each row are to be taken from, and where the rows begin. */
function spans(old: Uint32Array, coming: Uint32Array, rows: Int32Array): { starts: Uint32Array; taken: Int32Array } {
  const starts = new Uint32Array(rows.length + 1);
  const taken: number[] = [];
  rows.forEach((row, index) => {
    const [from, at] = row >= 0 ? [old, row] : [coming, ~row];
    for (let value = from[at]!; value < from[at + 1]!; value += 1) taken.push(row >= 0 ? value : ~value);
    starts[index + 1] = taken.length;
  });
  return { starts, taken: Int32Array.from(taken) };
}

function codes(old: Codes, coming: Codes, rows: Int32Array): Codes {
  const { starts, taken } = spans(old.starts, coming.starts, rows);
  return { starts, values: Uint32Array.from(taken, (at) => (at >= 0 ? old.values[at]! : coming.values[~at]!)) };
}

function lines(old: Lines, coming: Lines, rows: Int32Array): Lines {
  const { starts, taken } = spans(old.starts, coming.starts, rows);
  const [xs, ys, metres] = (["xs", "ys", "metres"] as const).map((axis) =>
    Float64Array.from(taken, (at) => (at >= 0 ? old[axis][at]! : coming[axis][~at]!)),
  ) as [Float64Array, Float64Array, Float64Array];
  return { starts, xs, ys, metres };
}
