/** From bytes to typed arrays: names stay texts that are shared, everything else is numbers. */
import { type Reader, opened } from "./bytes";
import {
  type Column, FORMAT, type Kind, NAMES, type Name, OLDEST, PACKAGE, type Package, SINCE, type Tables, type TextList, Unreadable,
  columnsOf,
} from "./layout";

interface Known {
  readonly texts: TextList;
  used: number;
}

/** Return what is in a package's bytes, after decompression. Throws Unreadable. */
export function decode(bytes: Uint8Array): Package {
  const reader = opened(bytes, PACKAGE, FORMAT, OLDEST);
  const format = bytes[PACKAGE.length]!;
  const texts = new Unread(reader.section().rest());
  const known: Known = { texts, used: 0 };
  const tables = Object.fromEntries(NAMES.map((name) => [name, SINCE[name]! > format ? none(name) : table(reader.section(), name, format, known)]));
  return { texts, tables: tables as unknown as Tables };
}

/** Texts that become strings when they are asked for: making a hundred thousand of them is what takes long. */
class Unread implements TextList {
  readonly #starts: Uint32Array;
  readonly #decoder = new TextDecoder();

  constructor(readonly bytes: Uint8Array) {
    const starts = [0];
    for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) starts.push(at + 1);
    starts.push(bytes.length + 1);
    this.#starts = Uint32Array.from(starts);
  }

  get length(): number {
    return this.#starts.length - 1;
  }

  at(index: number): string | undefined {
    const [start, end] = [this.#starts[index], this.#starts[index + 1]];
    return start === undefined || end === undefined ? undefined : this.#decoder.decode(this.bytes.subarray(start, end - 1));
  }
}

/** A table that the package's format does not have yet. */
const none = (name: Name): unknown => ({
  rows: 0,
  columns: Object.fromEntries(columnsOf(name).map(([column]) => [column, { values: new Uint32Array() }])),
});

function table(reader: Reader, called: Name, format: number, known: Known): unknown {
  const rows = reader.number();
  const read = columnsOf(called).map(([name, kind]) => [
    name,
    // Nothing is known of what a package's format does not say.
    SINCE[`${called}.${name}`]! > format ? { values: new Float64Array(rows) } : column(kind, reader.section(), rows, known),
  ]);
  return { rows, columns: Object.fromEntries(read) as Record<string, Column> };
}

function column(kind: Kind, reader: Reader, rows: number, known: Known): Column {
  const read = { text, delta, uint, codes, line }[kind](reader, rows, known);
  if (!reader.done) throw new Unreadable("broken");
  return read;
}

const delta = (reader: Reader, rows: number): Column => ({ values: reader.differences(rows) });
const uint = (reader: Reader, rows: number): Column => ({ values: reader.numbers(rows) });

/** A text is the next one that nothing has named yet, or so many back. */
function text(reader: Reader, rows: number, known: Known): Column {
  const backs = reader.numbers(rows);
  const values = new Uint32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const back = backs[row]!;
    const index = known.used - back;
    if (back === 0) known.used += 1;
    if (index < 0 || index >= known.texts.length) throw new Unreadable("broken");
    values[row] = index;
  }
  return { values };
}

function codes(reader: Reader, rows: number): Column {
  const starts = sums(reader.numbers(rows));
  const bytes = reader.rest();
  const count = starts[rows]!;
  if (bytes.length !== 3 * count) throw new Unreadable("broken");
  const values = new Uint32Array(count);
  for (let i = 0; i < count; i += 1) values[i] = bytes[3 * i]! + bytes[3 * i + 1]! * 256 + bytes[3 * i + 2]! * 65_536;
  return { starts, values };
}

function line(reader: Reader, rows: number): Column {
  const starts = sums(reader.section().numbers(rows));
  const places = starts[rows]!;
  const [xs, ys, metres] = [0, 1, 2].map(() => reader.section().differences(places)) as [
    Float64Array, Float64Array, Float64Array,
  ];
  return { starts, xs, ys, metres };
}

/** Return where each row begins, and behind the last one where it ends. */
function sums(sizes: Float64Array): Uint32Array {
  const starts = new Uint32Array(sizes.length + 1);
  for (let row = 0; row < sizes.length; row += 1) starts[row + 1] = starts[row]! + sizes[row]!;
  return starts;
}
