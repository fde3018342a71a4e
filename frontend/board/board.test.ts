import { expect, it } from "vitest";
import { heard } from "./api";
import { address, chosen, nextTheme } from "./chosen";
import { loudness, oldestUnopened, rowsThatFit, stopwatch } from "./loudness";
import { corners, edges, places, plateMarks } from "./marks";
import { isOld, isTimeToReload, shiftAt, wait_ms } from "./rest";
import type { Incident } from "./types";
import { CATALOGUE, sentence, type Key } from "./words";

const HOUR_MS = 3_600_000;
const incident = (more: Partial<Incident> = {}): Incident => ({
  kind: "fall",
  state: "new",
  exercise: false,
  place_ko: "노고산 정상",
  place_en: "Nogosan summit",
  tag: "48279154",
  received_at: "2026-11-23T05:00:00+00:00",
  plate: { longitude: 126.9449, latitude: 37.6825 },
  ...more,
});
const korean = (ko: string): string => ko;

it("is louder the longer somebody waits, and silent when nobody does", () => {
  expect(loudness(null, 60)).toBe(0);
  expect([0, 59_999, 60_000, 180_000, 600_000].map((waited) => loudness(waited, 60))).toEqual([1, 1, 2, 3, 4]);
});

it("finds who waits longest, and leaves out exercises and what somebody has opened", () => {
  const oldest = incident({ received_at: "2026-11-23T04:00:00+00:00" });
  const others = [
    incident(),
    incident({ exercise: true, received_at: "2026-11-23T01:00:00+00:00" }),
    incident({ state: "opened", received_at: "2026-11-23T02:00:00+00:00" }),
  ];
  expect(oldestUnopened([...others, oldest])).toBe(oldest);
  expect(oldestUnopened(others.slice(1))).toBeNull();
});

it("shows whole rows only, and keeps one for the number of those that are missing", () => {
  expect(rowsThatFit(100, 20, 5)).toBe(5);
  expect(rowsThatFit(119, 20, 6)).toBe(4);
  expect(rowsThatFit(10, 20, 3)).toBe(0);
  expect(rowsThatFit(100, 0, 3)).toBe(3);
});

const age = { now: 100 * HOUR_MS, began: 90 * HOUR_MS, reloaded: 90 * HOUR_MS, ownBuild: "a", toldBuild: "a", unopened: 0 };

it("loads a new build at once when nothing is unopened, and never while something is", () => {
  expect(isTimeToReload({ ...age, toldBuild: "b" })).toBe(true);
  expect(isTimeToReload({ ...age, toldBuild: "b", unopened: 1 })).toBe(false);
  expect(isTimeToReload({ ...age, toldBuild: "" })).toBe(false);
});

it("does not reload without end where two servers have different builds", () => {
  expect(isTimeToReload({ ...age, toldBuild: "b", reloaded: age.now - 60_000 })).toBe(false);
});

it("begins anew once a day, at four in the morning or when even that has passed", () => {
  const fourInKorea = Date.parse("2026-11-22T19:30:00Z");
  const noonInKorea = Date.parse("2026-11-23T03:00:00Z");
  const old = (now: number, hours: number): boolean =>
    isTimeToReload({ ...age, now, began: now - hours * HOUR_MS, reloaded: now - hours * HOUR_MS });
  expect([old(fourInKorea, 5), old(fourInKorea, 21), old(noonInKorea, 21), old(noonInKorea, 37)]).toEqual([false, true, false, true]);
});

it("moves by a step every four minutes and comes back to where it was", () => {
  const steps = Array.from({ length: 9 }, (_, step) => shiftAt(step * 240_000 + 1));
  expect(new Set(steps.map(String)).size).toBe(8);
  expect(steps[8]).toEqual(steps[0]);
  for (const [x, y] of steps) expect([0, 1, 2].includes(x) && [0, 1, 2].includes(y)).toBe(true);
});

it("asks every two seconds, and less often while nothing answers", () => {
  expect([0, 1, 2, 3, 4, 99].map(wait_ms)).toEqual([2_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  expect([isOld(5_000), isOld(7_000)]).toEqual([false, true]);
});

it("tells a board from a proxy's own page, and each reason to show none from the others", () => {
  const problem = (kind: string): object => ({ type: `/problems/${kind}` });
  expect(heard(304, null, 5)).toEqual({ what: "same", clock_ms: 5 });
  expect(heard(200, { version: "1", real: {}, incidents: [] }, null).what).toBe("new");
  expect(heard(200, null, null)).toEqual({ what: "nothing" });
  expect(heard(200, { version: "1" }, null)).toEqual({ what: "nothing" });
  expect(heard(401, problem("board-link-over"), null)).toEqual({ what: "shut", why: "link_over" });
  expect(heard(403, problem("not-authenticated"), null)).toEqual({ what: "shut", why: "signed_out" });
  expect(heard(403, problem("permission-denied"), null)).toEqual({ what: "shut", why: "not_on_duty" });
  expect(heard(503, problem("try-again"), null)).toEqual({ what: "nothing" });
  expect(heard(403, null, null)).toEqual({ what: "nothing" });
});

it("marks a plate once with the number of its incidents, and what is practised there apart", () => {
  const marked = plateMarks([incident(), incident({ state: "opened" }), incident({ exercise: true }), incident({ plate: null })], korean);
  expect(marked.features.map((feature) => feature.properties)).toEqual([
    { label: "노고산 정상 ×2", rank: 0, unopened: true, exercise: false },
    { label: "노고산 정상", rank: 1, unopened: false, exercise: true },
  ]);
  expect(places([incident(), incident({ plate: null })])).toEqual([[126.9449, 37.6825]]);
});

it("writes a duration as a stopwatch does", () => {
  expect([0, 9.6, 100, 3_725].map(stopwatch)).toEqual(["0:00", "0:10", "1:40", "1:02:05"]);
});

it("moves the view for what lies outside of it, and for nothing else", () => {
  const area: [number, number][] = [[126, 37], [127, 38]];
  expect(edges([...area, [126.5, 37.5]])).toBe(edges(area));
  expect(edges([...area, [128, 37.5]])).not.toBe(edges(area));
});

it("finds the corners of its own area alone", () => {
  const ring = [[[1, 2], [3, 4], [5, 6], [1, 2]]];
  const areas: GeoJSON.FeatureCollection = {
    type: "FeatureCollection",
    features: [
      { type: "Feature", properties: { slug: "goyang" }, geometry: { type: "MultiPolygon", coordinates: [ring] } },
      { type: "Feature", properties: { slug: "paju" }, geometry: { type: "Polygon", coordinates: [[[9, 9], [9, 9]]] } },
    ],
  };
  expect(corners(areas, "goyang")).toEqual(ring[0]);
  expect(corners(areas, "seoul")).toEqual([]);
});

it("keeps all that a screen was set to in its address", () => {
  const now = chosen("?at=goyang&theme=dark", "#token", "en");
  expect(now).toEqual({ token: "token", at: "goyang", theme: "dark", language: "en" });
  expect(address(now, { language: "ko" })).toBe("?lang=ko&theme=dark&at=goyang#token");
  expect(address(chosen("?theme=pink", "", "ja"), {})).toBe("?lang=ko");
  expect(nextTheme(nextTheme(nextTheme("auto")))).toBe("auto");
});

it("says everything in both languages, with the same places to fill", () => {
  const keys = Object.keys(CATALOGUE.ko) as Key[];
  const holes = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  expect(Object.keys(CATALOGUE.en).sort()).toEqual([...keys].sort());
  for (const key of keys) expect(holes(CATALOGUE.en[key])).toEqual(holes(CATALOGUE.ko[key]));
  expect(sentence("en", "more", { count: 3 })).toBe("and 3 more");
});
