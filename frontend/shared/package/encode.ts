/** From typed arrays back to the very same bytes: only so can an update be checked against the hash it promises. */
import { Writer, begun } from "./bytes";
import {
  type Codes, type Column, FORMAT, type Kind, type Lines, NAMES, type Numbers, PACKAGE, type Package, type TextList, type Texts,
  VERSION_BYTES, columnsOf,
} from "./layout";

interface Used {
  readonly all: TextList;
  readonly numbers: Map<string, number>;
}

/** Return a package as bytes, before compression. */
export function encode({ texts, tables }: Package): Uint8Array<ArrayBuffer> {
  const used: Used = { all: texts, numbers: new Map() };
  const written = NAMES.map((name) => {
    const { rows, columns } = tables[name];
    const writer = new Writer().number(rows);
    for (const [column, kind] of columnsOf(name)) {
      writer.section(bytesOf(kind, (columns as Record<string, Column>)[column]!, used));
    }
    return writer.done();
  });
  const writer = begun(PACKAGE, FORMAT).section(new TextEncoder().encode([...used.numbers.keys()].join("\0")));
  for (const table of written) writer.section(table);
  return writer.done();
}

/** Return the version of a package from its bytes before compression; null where the browser cannot tell (plain HTTP). */
export async function versionOf(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return hex(digest.subarray(0, VERSION_BYTES));
}

export const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function bytesOf(kind: Kind, column: Column, used: Used): Uint8Array {
  const writer = new Writer();
  if (kind === "text") for (const index of (column as Texts).values) writer.number(back(used, index));
  if (kind === "delta") writer.differences((column as Numbers).values);
  if (kind === "uint") writer.numbers((column as Numbers).values);
  if (kind === "codes") {
    const { starts, values } = column as Codes;
    writer.numbers(sizes(starts));
    for (const code of values) writer.raw([code & 255, (code >> 8) & 255, code >> 16]);
  }
  if (kind === "line") {
    const { starts, xs, ys, metres } = column as Lines;
    writer.section(new Writer().numbers(sizes(starts)).done());
    for (const values of [xs, ys, metres]) writer.section(new Writer().differences(values).done());
  }
  return writer.done();
}

function back({ all, numbers }: Used, index: number): number {
  const text = all.at(index)!;
  const known = numbers.get(text);
  if (known !== undefined) return numbers.size - known;
  numbers.set(text, numbers.size);
  return 0;
}

const sizes = (starts: Uint32Array): Uint32Array => starts.subarray(1).map((end, row) => end - starts[row]!);
