/** Whole numbers of seven bits a byte, the lowest first, and sections behind their length. */
import { Unreadable } from "./layout";

export class Reader {
  at = 0;
  constructor(
    readonly bytes: Uint8Array,
    readonly end = bytes.length,
  ) {}

  get done(): boolean {
    return this.at >= this.end;
  }

  /** Return the next number. Throws Unreadable when it is cut off or larger than numbers here can be. */
  number(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 49; scale *= 128) {
      if (this.at >= this.end) throw new Unreadable("broken");
      const byte = this.bytes[this.at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new Unreadable("broken");
  }

  /** Return the next section. Throws Unreadable when it is cut off. */
  section(): Reader {
    const size = this.number();
    if (this.at + size > this.end) throw new Unreadable("broken");
    const inside = new Reader(this.bytes, this.at + size);
    inside.at = this.at;
    this.at += size;
    return inside;
  }

  /** Return the bytes that are left, without copying. */
  rest(): Uint8Array {
    const bytes = this.bytes.subarray(this.at, this.end);
    this.at = this.end;
    return bytes;
  }

  numbers(count: number): Float64Array {
    if (count > this.end - this.at) throw new Unreadable("broken");
    const values = new Float64Array(count);
    const { bytes, end } = this;
    for (let row = 0; row < count; row += 1) {
      const at = this.at;
      // Nearly all numbers have one byte or two: those are read without a call.
      const first = bytes[at]!;
      if (at + 1 >= end) values[row] = this.number();
      else if (first < 128) {
        values[row] = first;
        this.at = at + 1;
      } else if (bytes[at + 1]! < 128) {
        values[row] = first - 128 + bytes[at + 1]! * 128;
        this.at = at + 2;
      } else values[row] = this.number();
    }
    return values;
  }

  /** Return numbers that were written as differences from one to the next. */
  differences(count: number): Float64Array {
    const values = this.numbers(count);
    let sum = 0;
    for (let row = 0; row < count; row += 1) {
      const folded = values[row]!;
      sum += folded % 2 ? -(folded + 1) / 2 : folded / 2;
      values[row] = sum;
    }
    return values;
  }
}

export class Writer {
  #bytes = new Uint8Array(1024);
  #size = 0;

  number(value: number): this {
    let left = value;
    this.#room(8);
    while (left >= 128) {
      this.#bytes[this.#size++] = (left % 128) + 128;
      left = Math.floor(left / 128);
    }
    this.#bytes[this.#size++] = left;
    return this;
  }

  numbers(values: ArrayLike<number>): this {
    for (let row = 0; row < values.length; row += 1) this.number(values[row]!);
    return this;
  }

  differences(values: ArrayLike<number>): this {
    let before = 0;
    for (let row = 0; row < values.length; row += 1) {
      const step = values[row]! - before;
      this.number(step < 0 ? -2 * step - 1 : 2 * step);
      before = values[row]!;
    }
    return this;
  }

  raw(bytes: ArrayLike<number>): this {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#size);
    this.#size += bytes.length;
    return this;
  }

  section(bytes: Uint8Array): this {
    return this.number(bytes.length).raw(bytes);
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#size);
  }

  #room(size: number): void {
    if (this.#size + size <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#size + size));
    larger.set(this.#bytes.subarray(0, this.#size));
    this.#bytes = larger;
  }
}

/** Return a reader behind the three letters and the number of the format, not older than asked for. Throws Unreadable. */
export function opened(bytes: Uint8Array, letters: string, format: number, oldest = format): Reader {
  const reader = new Reader(bytes);
  for (const letter of letters) if (bytes[reader.at++] !== letter.charCodeAt(0)) throw new Unreadable("broken");
  const found = bytes[reader.at++];
  if (found === undefined || found < oldest) throw new Unreadable("broken");
  if (found > format) throw new Unreadable("newer");
  return reader;
}

/** Return a writer that has begun with them. */
export const begun = (letters: string, format: number): Writer =>
  new Writer().raw([...letters].map((letter) => letter.charCodeAt(0))).raw([format]);
