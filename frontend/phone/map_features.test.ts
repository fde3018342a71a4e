import { expect, test } from "vitest";
import example from "../../fixtures/package.json";
import { type Rows, type Value, packed } from "../shared/package/made";
import { Surroundings } from "../shared/package/surroundings";
import { accessOf, areasOf, closuresOf, counted, pointsOf, ticksOf, trails, trailsOf } from "./map_features";

const korean = (name_ko: string): string => name_ko;
const english = (name_ko: string, name_en: string): string => name_en || name_ko;
const town = (more: Partial<Rows> = {}): Surroundings => new Surroundings(packed({ ...(example.content as Rows), ...more }));
const KOREA = { west: 126, south: 37, east: 128, north: 38 };
const labels = ({ features }: GeoJSON.FeatureCollection): unknown[] => features.map(({ properties }) => properties?.["label"]);
const lineAt = ({ features }: GeoJSON.FeatureCollection, at: number): GeoJSON.Position[] => (features[at]!.geometry as GeoJSON.LineString).coordinates;

/** A city of so many plates on one square kilometre after the other, with a shelter among them. */
function city(count: number): Surroundings {
  const side = Math.ceil(Math.sqrt(count));
  const points: Value[][] = Array.from({ length: count }, (_, i) => [
    126_700_000 + (i % side) * 1_000, 37_500_000 + Math.floor(i / side) * 1_000, `지점 ${i}`, `Point ${i}`, i === 7 ? "shelter" : "bench", 50, [i], "", 0,
  ]);
  const box = [126_700_000, 37_500_000, 126_700_000 + side * 1_000, 37_500_000 + side * 1_000];
  return new Surroundings(packed({
    area: [["c", "시", "City", ...box]], types: [["bench", "의자", "Bench", 0], ["shelter", "대피소", "Shelter", 1]], points,
  }));
}

test("what two packages know is drawn and counted once", () => {
  const twice = [town(), town()];
  const known = trails(twice);
  expect(known.map(({ key }) => key)).toEqual([7, 9]);
  const shown = {
    points: pointsOf(twice, KOREA, 17, korean), lines: trailsOf(known, korean), access: accessOf(twice, korean),
    closures: closuresOf(twice, known, Date.parse("2026-11-25T00:00:00Z"), korean, (reason) => reason),
  };
  // The shelter has no plate.
  expect(counted(twice, shown, KOREA)).toEqual({
    places: 3, drawn: 3, plates: 2, trails: 2, access: example.content.access.length, closures: shown.closures.features.length,
  });
  expect(areasOf(twice).features).toHaveLength(2);
});

test("names are in the reader's language, and Korean where there is no other", () => {
  const known = trails([town()]);
  expect(labels(trailsOf(known, english))).toContain("Nogosan trail");
  expect(labels(pointsOf([town()], KOREA, 17, english))).toContain("흥국사 주차장");
});

test("a closed stretch is cut out of its trail and says why", () => {
  const known = trails([town()]);
  const since = example.content.closures[0]![5] as number;
  const closed = (reason: string): string => `통제: ${reason}`;
  const shut = closuresOf([town()], known, since * 1000, korean, closed);
  expect(labels(shut)[0]).toBe("통제: 낙석");
  const [[first], whole] = [[lineAt(shut, 0)], lineAt(trailsOf(known, korean), 0)];
  expect(first!.length).toBeGreaterThanOrEqual(2);
  expect(first![0]![1]).toBeGreaterThan(whole[0]![1]!);
  expect(first!.at(-1)![1]).toBeLessThan(whole.at(-1)![1]!);
  // The other trail is closed from one end to the other.
  expect(lineAt(shut, 1)).toEqual(lineAt(trailsOf(known, korean), 1));
});

test("what is not closed yet, or no more, is not drawn", () => {
  const known = trails([town()]);
  const [since, until] = [example.content.closures[1]![5], example.content.closures[1]![6]] as [number, number];
  const at = (seconds: number): unknown[] => labels(closuresOf([town()], known, seconds * 1000, korean, (reason) => reason));
  expect(at(since - 1)).toEqual([]);
  expect(at(until - 1)).toEqual(["낙석", "홍수"]);
  expect(at(until)).toEqual(["낙석"]);
});

test("each full kilometre is marked by the trail's own metres and bears its name", () => {
  const marks = ticksOf(trails([town()]).filter(({ key }) => key === 7), english);
  expect(labels(marks)).toEqual(["Nogosan trail", ...[1, 2, 3, 4].map((km) => `Nogosan trail ${km} km`)]);
});

test("a city of 70,000 plates stays some hundred marks, wherever one looks", () => {
  const around = city(70_000);
  const { west, south, east, north } = around.box;
  const wholeCity = pointsOf([around], around.box, 10, korean);
  expect(wholeCity.features.length).toBeLessThan(600);
  expect(wholeCity.features.length).toBeGreaterThan(20);
  for (const zoom of [12, 14, 16, 17]) {
    // What a phone of 390 by 600 pixels shows at that zoom.
    const [wide, high] = [(390 * 360) / (512 * 2 ** zoom), (600 * 360 * 0.79) / (512 * 2 ** zoom)];
    const middle = [(west + east) / 2, (south + north) / 2] as const;
    const view = { west: middle[0], south: middle[1], east: middle[0] + wide, north: middle[1] + high };
    expect(pointsOf([around], view, zoom, korean).features.length).toBeLessThan(1_000);
  }
});

test("a refuge is never what gives way, and close enough every place is drawn", () => {
  const around = city(900);
  expect(labels(pointsOf([around], around.box, 9, korean))).toContain("지점 7");
  expect(pointsOf([around], around.box, 17, korean).features).toHaveLength(900);
});

test("thinned marks stay where they are when the map is moved", () => {
  const around = city(2_500);
  const [one, two] = [0, 0.013].map((east) =>
    new Set(labels(pointsOf([around], { west: 126.71 + east, south: 37.51, east: 126.73 + east, north: 37.53 }, 14, korean)))) as [Set<unknown>, Set<unknown>];
  const inBoth = labels(pointsOf([around], { west: 126.725, south: 37.515, east: 126.729, north: 37.525 }, 14, korean));
  expect(inBoth.filter((label) => one.has(label) && two.has(label)).length).toBeGreaterThan(5);
});
