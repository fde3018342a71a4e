import { expect, it } from "vitest";
import { row } from "./cast";
import { firstView, positionsOf, queueFeatures } from "./map_features";
import type { Detail, Fix, Report } from "./types";

const AT = "2026-11-22T05:04:00Z";
const fix = (sequence: number, longitude: number): Fix => ({
  sequence,
  longitude,
  latitude: 37.6825,
  uncertainty_m: 12,
  fixed_at: `2026-11-22T05:0${sequence}:00Z`,
  received_at: AT,
});

function detail(fixes: Fix[], position: Detail["position"]): Detail {
  const report = { id: "r1", fixes } as unknown as Report;
  return { ...row(), position, report_list: [report], near: [] } as unknown as Detail;
}

it("marks the fix that leads, and names when the way began and ended", () => {
  const best = { ...fix(2, 126.946), source: "device" as const, age_s: 0, uncertainty_m: 10 };
  const { tracks, plates } = positionsOf(detail([fix(3, 126.947), fix(1, 126.945), fix(2, 126.946)], best));
  expect(tracks[0]?.map((position) => position.longitude)).toEqual([126.945, 126.946, 126.947]);
  expect(tracks[0]?.map((position) => position.best)).toEqual([false, true, false]);
  expect(tracks[0]?.[1]?.uncertainty_m).toBe(10);
  expect(plates[0]?.best).toBe(false);
});

it("draws an estimate that is none of the fixes for itself", () => {
  const best = { ...fix(2, 126.9465), source: "device" as const, age_s: 0 };
  const { tracks } = positionsOf(detail([fix(1, 126.945)], best));
  expect(tracks.map((track) => track.map((position) => position.best))).toEqual([[false], [true]]);
});

it("emphasises the plate while nothing else is known", () => {
  const best = { ...row().plate!, source: "plate" as const, fixed_at: AT, age_s: 0 };
  expect(positionsOf(detail([], best)).plates[0]?.best).toBe(true);
});

it("shows plates of the queue, but neither the open one nor what has no plate", () => {
  const elsewhere = { longitude: 126.95, latitude: 37.69, uncertainty_m: 8 };
  const drill = row({ id: "drill", exercise: true, plate: elsewhere });
  const rows = [row({ id: "a" }), row({ id: "open" }), row({ id: "none", plate: null }), drill];
  const features = queueFeatures(rows, "open", (ko) => ko).features.map((feature) => feature.properties);
  expect(features.map((properties) => [properties?.["id"], properties?.["unopened"], properties?.["exercise"]])).toEqual([
    ["a", true, false],
    ["drill", false, true],
  ]);
});

it("draws a crowd at one plate once, as what needs somebody first: a real report before an exercise", () => {
  const crowd = Array.from({ length: 300 }, (_, place) => row({ id: `r${place}`, state: place ? "opened" : "new" }));
  const { features } = queueFeatures([...crowd, row({ id: "drill", exercise: true })], null, (ko) => ko);
  expect(features.map((feature) => feature.properties)).toEqual([{ id: "r0", label: "노고산 정상", unopened: true, exercise: false }]);
});

it("has nothing to show for a report without any position", () => {
  expect(firstView({ ...detail([], null), plate: null })).toEqual([]);
});
