/** Packages made for tests: rows in, a package out, through the encoder's own bytes. */
import { Writer, begun } from "./bytes";
import { decode } from "./decode";
import { encode } from "./encode";
import {
  CHAIN, type Column, FORMAT, type Kind, NAMES, type Name, type Package, STEP, type Tables, type TextList, columnsOf,
} from "./layout";

export type Value = string | number | readonly number[] | readonly (readonly number[])[];
export type Rows = { readonly [Each in Name]?: readonly (readonly Value[])[] };

/** Return a package of these rows, decoded from its bytes. */
export const packed = (rows: Rows): Package => decode(encode(made(rows)));

export function made(rows: Rows): Package {
  const texts: string[] = [];
  const tables = NAMES.map((name) => {
    const listed = rows[name] ?? [];
    const columns = columnsOf(name).map(([column, kind], at) => [column, columnOf(kind, listed.map((row) => row[at]!), texts)]);
    return [name, { rows: listed.length, columns: Object.fromEntries(columns) as Record<string, Column> }];
  });
  return { texts, tables: Object.fromEntries(tables) as unknown as Tables };
}

/** Return the rows of a package. */
export function rowsOf({ texts, tables }: Package): Record<Name, Value[][]> {
  const read = NAMES.map((name) => {
    const columns = columnsOf(name).map(([column, kind]) =>
      valuesOf(kind, (tables[name].columns as Record<string, Column>)[column]!, texts),
    );
    return [name, Array.from({ length: tables[name].rows }, (_, row) => columns.map((values) => values[row]!))];
  });
  return Object.fromEntries(read) as Record<Name, Value[][]>;
}

function columnOf(kind: Kind, values: readonly Value[], texts: string[]): Column {
  if (kind === "text") return { values: Uint32Array.from(values, (text) => texts.push(text as string) - 1) };
  if (kind === "delta" || kind === "uint") return { values: Float64Array.from(values as number[]) };
  const flat = (values as (readonly unknown[])[]).flat(1);
  const starts = new Uint32Array(values.length + 1);
  values.forEach((value, row) => (starts[row + 1] = starts[row]! + (value as unknown[]).length));
  if (kind === "codes") return { starts, values: Uint32Array.from(flat as number[]) };
  const [xs, ys, metres] = [0, 1, 2].map((axis) => Float64Array.from(flat as number[][], (place) => place[axis]!));
  return { starts, xs: xs!, ys: ys!, metres: metres! };
}

function valuesOf(kind: Kind, column: Column, texts: TextList): Value[] {
  if (kind === "codes" || kind === "line") {
    const { starts } = column as { starts: Uint32Array };
    const each = (at: number): Value =>
      "xs" in column ? [column.xs[at]!, column.ys[at]!, column.metres[at]!] : (column as { values: Uint32Array }).values[at]!;
    return [...starts.subarray(1)].map((end, row) => {
      const begin = starts[row]!;
      return Array.from({ length: end - begin }, (_, i) => each(begin + i)) as Value;
    });
  }
  const { values } = column as { values: ArrayLike<number> };
  return Array.from(values, (value) => (kind === "text" ? texts.at(value)! : value));
}

/** Return what leads from one package to another, as the server writes it; rows that stay must keep their order. */
export function stepBetween(before: Rows, after: Rows, from: string, to: string): Uint8Array<ArrayBuffer> {
  const writer = begun(STEP, FORMAT).raw(bytesOf(from)).raw(bytesOf(to));
  const added: Record<string, readonly (readonly Value[])[]> = {};
  for (const name of NAMES) {
    const [old, later] = [before[name] ?? [], after[name] ?? []];
    const [gone, come] = [without(old, later), without(later, old)];
    writer.section(
      new Writer().number(gone.length).differences(gone).number(come.length).differences(come).done(),
    );
    added[name] = come.map((row) => later[row]!);
  }
  return writer.section(encode(made(added))).done();
}

export function chained(...steps: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const writer = begun(CHAIN, FORMAT);
  for (const step of steps) writer.section(step);
  return writer.done();
}

const bytesOf = (version: string): number[] => (version.match(/../g) ?? []).map((byte) => parseInt(byte, 16));

/** Return the numbers of the rows that the others lack. */
function without(rows: readonly (readonly Value[])[], others: readonly (readonly Value[])[]): number[] {
  const left = new Map<string, number>();
  for (const row of others) left.set(JSON.stringify(row), (left.get(JSON.stringify(row)) ?? 0) + 1);
  return [...rows.keys()].filter((number) => {
    const key = JSON.stringify(rows[number]);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}
