import fc from "fast-check";
import { describe, expect, it } from "vitest";
import example from "../../../fixtures/package.json";
import { bearing_deg } from "../geo/bearing";
import { type LonLat, destination, distance_m } from "../geo/distance";
import { type Rows, type Value, packed } from "./made";
import { Surroundings } from "./surroundings";
import { feetOn, waysOut } from "./ways";

const SUMMIT: LonLat = [126.94491, 37.682468];
const town = (more: Partial<Rows> = {}): Surroundings => new Surroundings(packed({ ...(example.content as Rows), ...more }));

/** The same crowd every time: clusters, as towns are. */
function crowd(count: number, [west, south]: LonLat = [126.7, 37.5], wide = 0.3): Value[][] {
  let seed = 7;
  const chance = (): number => ((seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647) ** 1.5;
  return Array.from({ length: count }, (_, i) => [
    Math.round((west + chance() * wide) * 1e6), Math.round((south + chance() * wide) * 1e6), `지점 ${i}`, `Point ${i}`,
    "peak", 50, i % 3 ? [i] : [], "", 0,
  ]);
}

const city = (points: Value[][], south = 37.5): Surroundings =>
  new Surroundings(
    packed({ area: [["c", "시", "City", 126_700_000, south * 1e6, 127_000_000, (south + 0.3) * 1e6]], points }),
  );

describe("who answers for a place", () => {
  it("is told with the numbers that are dialled there", () => {
    const shelter = town().place(2);
    expect(shelter.centre).toEqual({
      name_ko: "일산 상황실", name_en: "", fire: "031-909-9119", police: "112", isDeviceOnly: true,
    });
    expect(town().byCode("48279154")!.centre).toMatchObject({ name_ko: "고양 덕양 시범 상황실", isDeviceOnly: false });
  });

  it("is not guessed where the package does not say", () => {
    expect(town().place(0).centre).toBeNull();
    expect(town({ centres: [] }).place(2).centre).toBeNull();
  });
});

describe("what is nearest", () => {
  it("is what measuring every place finds, wherever one stands", () => {
    const points = crowd(3_000);
    const around = city(points);
    const anywhere = fc.tuple(fc.double({ min: 126.5, max: 127.2, noNaN: true }), fc.double({ min: 37.3, max: 38, noNaN: true }));
    fc.assert(
      fc.property(anywhere, fc.integer({ min: 1, max: 12 }), (here, limit) => {
        const far = points.map((row) => distance_m(here, [Number(row[0]) / 1e6, Number(row[1]) / 1e6]));
        const found = around.nearest(here, limit).map((near) => near.distance_m);
        expect(found).toEqual([...far].sort((a, b) => a - b).slice(0, limit));
      }),
      { numRuns: 60 },
    );
  });

  it("is found from the other side of the Earth and beside the pole, too", () => {
    for (const [points, south] of [[crowd(300, [20, 78.2]), 78.2], [crowd(300), 37.5]] as const) {
      const around = city(points, south);
      for (const here of [[20.1, 78.3], [-53, -37], [126.8, 37.6], [179, 0]] as LonLat[]) {
        const far = points.map((row) => distance_m(here, [Number(row[0]) / 1e6, Number(row[1]) / 1e6]));
        expect(around.nearest(here, 3).map((near) => near.distance_m)).toEqual(far.sort((a, b) => a - b).slice(0, 3));
      }
    }
  });

  it("names the plate, its type, its code, its number, how far and which way", () => {
    const here = destination(SUMMIT, 180, 120);
    const [near] = town().nearestPlates(here, 1);
    expect(near!.place).toMatchObject({
      name_ko: "노고산 정상", name_en: "Nogosan summit", codes: ["48279154"], uncertainty_m: 30,
      type: { slug: "peak", name_ko: "봉우리", isRefuge: false },
    });
    expect(near!.place.npn).toMatch(/^다사 \d{4} \d{4}$/);
    expect(near!.distance_m).toBeCloseTo(120, 0);
    expect(Math.min(near!.bearing_deg, 360 - near!.bearing_deg)).toBeLessThan(0.5);
  });

  it("passes over places without a plate when a plate is wanted", () => {
    const shelter: LonLat = [126.9833, 37.6478];
    expect(town().nearest(shelter, 1)[0]!.place.name_en).toBe("Bukhansan shelter");
    expect(town().nearestPlates(shelter, 1)[0]!.place.codes).not.toEqual([]);
  });

  it("says nothing in an empty package", () => {
    const nothing = new Surroundings(packed({}));
    expect(nothing.nearest(SUMMIT, 5)).toEqual([]);
    expect(nothing.byCode("48279154")).toBeNull();
    expect(nothing.byNpn("다사 0000 0000")).toEqual([]);
    expect(waysOut(nothing, SUMMIT, 3)).toEqual([]);
  });
});

describe("a code or a number", () => {
  it("leads to its place, each code of a place that has two", () => {
    expect(town().byCode("4827-9154")!.name_ko).toBe("노고산 정상");
    expect(town().byCode("03317361")!.name_ko).toBe("흥국사 주차장");
    expect(town().byCode("4827-9155")).toBeNull();
    expect(town().byCode("다사 5091 5486")).toBeNull();
  });

  it("that is the position's own leads to the place", () => {
    const around = town();
    const { npn } = around.nearest(SUMMIT, 1)[0]!.place;
    expect(around.byNpn(npn!.replaceAll(" ", ""))[0]!.name_ko).toBe("노고산 정상");
    expect(around.byNpn(npn!.replaceAll(" ", "-"))).toHaveLength(1);
  });

  it("that the plate bears against its position leads to the place as well", () => {
    expect(town().byNpn("다사 9999 9999").map((place) => place.name_ko)).toEqual(["흥국사 주차장"]);
    expect(town().byNpn("다사 9999 9999")[0]!.npn).toBe("다사 9999 9999");
  });

  it("finds every place of a crowd again", () => {
    const around = city(crowd(400));
    for (let row = 0; row < around.size; row += 7) {
      const place = around.place(row);
      expect(around.byNpn(place.npn!).map((one) => one.name_ko)).toContain(place.name_ko);
      if (place.codes[0]) expect(around.byCode(place.codes[0])).toEqual(place);
    }
  });

  it("that is none leads nowhere", () => {
    for (const typed of ["", "다사", "라라 1234 567", "zz 1234 5678", "다사 5091 54861"]) expect(town().byNpn(typed)).toEqual([]);
  });
});

describe("the way out", () => {
  const here: LonLat = [126.943, 37.675];
  const WHEN = Date.parse("2026-11-24T12:00:00Z");
  const before = WHEN / 1000 - 60;

  it("is along the trail, and never to where only helicopters come", () => {
    const [first, ...others] = waysOut(town({ closures: [] }), here, 5);
    expect(first!.place.name_en).toBe("Gate of the Nogosan forest road");
    expect(first!.trail!.name_en).toBe("Nogosan trail");
    expect(first!.along_m!).toBeGreaterThan(first!.distance_m * 0.95);
    expect(first!.place.note_en).toBe("Small four-wheel drive only.");
    expect(others.map((way) => way.place.kind)).toEqual(["road"]);
  });

  it("leads the other way when the trail between is closed, and says why", () => {
    const closed: Value[][] = [[7, 1601, 1701, "낙석", "Rockfall", before, 0]];
    const above: LonLat = [126.94491, 37.682468];
    const ways = waysOut(town({ closures: closed }), above, 5, WHEN);
    expect(ways.map((way) => way.closed?.reason_en)).toEqual(["Rockfall", "Rockfall"]);
    const second: Value[][] = [[126_945_000, 37_683_000, "위 도로", "Upper road", "road", 50, 7, 4212, "", ""]];
    const around = town({ closures: closed, access: [...(example.content.access as Value[][]), ...second] });
    expect(waysOut(around, here, 1, WHEN)[0]!.place.name_en).toBe("Upper road");
  });

  it("is open before a closure begins and after it is over", () => {
    for (const [since, until] of [[before + 3600, 0], [before - 7200, before]] as const) {
      const ways = waysOut(town({ closures: [[7, 0, 0, "산불 조심", "Fire danger", since, until]] }), here, 5, WHEN);
      expect(ways.every((way) => way.closed === null)).toBe(true);
    }
  });

  it("off every trail is by air line, and says so", () => {
    const [first] = waysOut(town(), [126.96, 37.66], 1, WHEN);
    expect([first!.along_m, first!.trail]).toEqual([null, null]);
  });

  it("counts metres as the plates do", () => {
    const [foot] = feetOn(town(), [126.9414, 37.6694]);
    expect(foot).toMatchObject({ trail: 7 });
    expect(foot!.metre).toBeCloseTo(1534, -1);
  });
});

describe("bearings", () => {
  it("lead where they say", () => {
    for (const bearing of [0, 45, 90, 179, 270, 359]) {
      expect(bearing_deg(SUMMIT, destination(SUMMIT, bearing, 800))).toBeCloseTo(bearing, 4);
    }
  });
});
