import { describe, expect, it } from "vitest";
import { distance_m } from "./distance";
import { eastLabel, fromPlane, northLabel, npn, toPlane, honestCell_m, npnOf } from "./npn";

const KNOWN: [string, number, number, number, number][] = [
  ["다사 5393 6228", 37.65889, 126.97778, 953938.758, 1962282.485],
  ["다사 4108 6230", 37.6584, 126.832, 941080.04, 1962309.721],
  ["다나 0968 8599", 33.3617, 126.5292, 909682.026, 1485991.988],
  ["바사 9770 4957", 37.4975, 130.8675, 1297708.262, 1949578.056],
];

describe("National Point Numbers in the browser", () => {
  it.each(KNOWN)("names %s as the server does, to the millimetre", (code, latitude, longitude, east, north) => {
    const plane = toPlane([longitude, latitude]);
    expect(Math.abs(plane.east_m - east)).toBeLessThan(0.001);
    expect(Math.abs(plane.north_m - north)).toBeLessThan(0.001);
    expect(npn([longitude, latitude])).toBe(code);
  });

  it.each(KNOWN)("finds the way back from %s within a millimetre", (_, latitude, longitude, east, north) => {
    const found = fromPlane({ east_m: east, north_m: north });
    expect(distance_m(found, [longitude, latitude])).toBeLessThan(0.001);
  });

  it("returns to the same metre everywhere on the grid", () => {
    for (let east_m = 700_000; east_m < 1_400_000; east_m += 49_999) {
      for (let north_m = 1_300_000; north_m < 2_100_000; north_m += 49_999) {
        const there = toPlane(fromPlane({ east_m, north_m }));
        expect(Math.hypot(there.east_m - east_m, there.north_m - north_m)).toBeLessThan(0.001);
      }
    }
  });

  it("names nothing outside Korea", () => {
    expect(npn([139.7, 35.7])).toBeNull();
    expect(npn([126.9, 45.0])).toBeNull();
  });

  it("calls a grid line by its letter and as many digits as its step needs", () => {
    expect(eastLabel(953_000, 1_000)).toBe("다53");
    expect(eastLabel(953_900, 100)).toBe("다539");
    expect(northLabel(1_962_280, 10)).toBe("사6228");
    expect(northLabel(2_100_000, 1_000)).toBeNull();
  });
});

it("a coarse position bears a coarse number", () => {
  expect([4, 12, 50, 51, 400, 3_000, 9_000].map(honestCell_m)).toEqual([10, 100, 100, 1_000, 1_000, 10_000, null]);
  expect([10, 100, 1_000, 10_000].map((cell_m) => npnOf([126.978, 37.5665], cell_m)?.replace(/\d/g, "0"))).toEqual([
    "다사 0000 0000",
    "다사 000 000",
    "다사 00 00",
    "다사 0 0",
  ]);
  expect(npnOf([126.978, 37.5665], 100)?.replaceAll(" ", "")).toBe(
    npn([126.978, 37.5665])!.replace(/^(..) (\d{3})\d (\d{3})\d$/, "$1$2$3"),
  );
});
