import fc from "fast-check";
import { describe, expect, it } from "vitest";
import example from "../../../fixtures/package.json";
import { apply } from "./apply";
import { Reader, Writer } from "./bytes";
import { bodyOf, codeOf } from "./code";
import { decode } from "./decode";
import { encode, versionOf } from "./encode";
import { type Kind, NAMES, Unreadable, columnsOf } from "./layout";
import { type Rows, type Value, chained, made, packed, rowsOf, stepBetween } from "./made";

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const millionths = fc.integer({ min: -180_000_000, max: 180_000_000 });
const OF_KIND: Record<Kind, fc.Arbitrary<Value>> = {
  text: fc.string({ unit: "grapheme", maxLength: 8 }).map((text) => text.replaceAll("\0", "")),
  delta: millionths,
  uint: fc.nat({ max: 2 ** 31 - 1 }),
  codes: fc.array(fc.nat({ max: 9_999_999 }), { maxLength: 3 }),
  line: fc.array(fc.tuple(millionths, millionths, fc.nat({ max: 100_000 })), { maxLength: 4 }),
};
const contents = fc.record(
  Object.fromEntries(
    NAMES.map((name) => [
      name,
      fc.array(fc.tuple(...columnsOf(name).map(([, kind]) => OF_KIND[kind])), { maxLength: 5 }),
    ]),
  ),
) as fc.Arbitrary<Rows>;

describe("a package as bytes", () => {
  it("is read as the server wrote it", async () => {
    const bytes = bytesOf(example.bytes);
    expect(rowsOf(decode(bytes))).toEqual(example.content);
    expect(await versionOf(Uint8Array.from(bytes))).toBe(example.version);
  });

  it("is written as the server writes it", () => {
    expect(hex(encode(made(example.content as Rows)))).toBe(example.bytes);
    expect(hex(encode(decode(bytesOf(example.bytes))))).toBe(example.bytes);
  });

  it("becomes the newer one by the server's own steps, to the last byte", async () => {
    const now = apply({ package: decode(bytesOf(example.bytes)), version: example.version }, bytesOf(example.steps));
    expect(rowsOf(now.package)).toEqual(example.later);
    expect(now.version).toBe(example.later_version);
    expect(await versionOf(encode(now.package))).toBe(example.later_version);
  });

  it("gives back whatever was put in", () => {
    fc.assert(
      fc.property(contents, (rows) => {
        expect(rowsOf(packed(rows))).toEqual(rows);
      }),
    );
  });

  it("gets by steps to whatever comes later", () => {
    const sorted = contents.map((rows) => Object.fromEntries(Object.entries(rows).map(([k, v]) => [k, inOrder(v)])) as Rows);
    fc.assert(
      fc.property(sorted, sorted, sorted, (one, two, three) => {
        const [a, b, c] = ["0a".repeat(16), "0b".repeat(16), "0c".repeat(16)] as const;
        const between = mixed(one, two);
        const steps = chained(stepBetween(one, between, a, b), stepBetween(between, three, b, c));
        const now = apply({ package: packed(one), version: a }, steps);
        expect(hex(encode(now.package))).toBe(hex(encode(made(three))));
        expect(now.version).toBe(c);
      }),
    );
  });

  it("is refused when it was cut off anywhere", () => {
    const bytes = bytesOf(example.bytes);
    for (let end = 0; end < bytes.length; end += 1) expect(() => decode(bytes.subarray(0, end))).toThrow(Unreadable);
  });

  it("never does more than refuse when bytes were changed", () => {
    const bytes = bytesOf(example.bytes);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Uint8Array.from(bytes);
        changed[at]! ^= flip;
        try {
          expect(hex(encode(decode(changed)))).not.toBe(example.bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(Unreadable);
        }
      }),
    );
  });

  it("says when it was made for a later version of this program", () => {
    const bytes = bytesOf(example.bytes);
    bytes[3] = 3;
    expect(() => decode(bytes)).toThrow(expect.objectContaining({ why: "newer" }));
  });

  it("passes over what later versions add at the end", () => {
    const bytes = bytesOf(example.bytes);
    expect(rowsOf(decode(new Uint8Array([...bytes, 2, 7, 7])))).toEqual(example.content);
  });

  it("of the format before is read as it was: it names no centre", () => {
    const older = rowsOf(decode(bytesOf(example.older)));
    const points = example.content.points.map((row) => [...row.slice(0, -1), 0]);
    expect(older).toEqual({ ...example.content, points, centres: [] });
  });

  it("of the format before becomes one of this format when it is written again", () => {
    const again = decode(encode(decode(bytesOf(example.older))));
    expect(rowsOf(again)).toEqual(rowsOf(decode(bytesOf(example.older))));
  });

  it("refuses steps that begin elsewhere", () => {
    const before = { package: decode(bytesOf(example.bytes)), version: "00".repeat(16) };
    expect(() => apply(before, bytesOf(example.steps))).toThrow(Unreadable);
  });

  it("is unchanged by no steps at all", () => {
    const before = { package: decode(bytesOf(example.bytes)), version: example.version };
    expect(apply(before, chained())).toEqual(before);
  });
});

describe("numbers", () => {
  it("come back, up to the largest that is exact", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 2 ** 31 - 1 })), fc.array(fc.maxSafeInteger()), (small, any) => {
        const halves = any.map((value) => Math.trunc(value / 4));
        const written = new Writer().numbers(small).differences(halves).done();
        const reader = new Reader(written);
        expect([...reader.numbers(small.length)]).toEqual(small);
        expect([...reader.differences(halves.length)].map((value) => value + 0)).toEqual(halves.map((value) => value + 0));
        expect(reader.done).toBe(true);
      }),
    );
  });
});

describe("tag codes", () => {
  it("carry the check digit of the plates", () => {
    expect(codeOf(4827915)).toBe("48279154");
    expect(codeOf(331736)).toBe("03317361");
  });

  it("are read with or without a hyphen, and not with a wrong digit", () => {
    expect(bodyOf("4827-9154")).toBe(4827915);
    expect(bodyOf("48279155")).toBeNull();
    expect(bodyOf("4827915")).toBeNull();
  });

  it("lead there and back", () => {
    fc.assert(fc.property(fc.nat({ max: 9_999_999 }), (body) => bodyOf(codeOf(body)) === body));
  });
});

const inOrder = (rows: readonly (readonly Value[])[] = []): (readonly Value[])[] =>
  [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
const mixed = (one: Rows, two: Rows): Rows =>
  Object.fromEntries(NAMES.map((name) => [name, inOrder([...(one[name] ?? []), ...(two[name] ?? [])])]));
