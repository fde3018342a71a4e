import { expect, it } from "vitest";
import { distance_m, type LonLat } from "../geo/distance";
import { drawPositions, extent, freshness, type Position } from "./positions";

const NOW = Date.parse("2026-11-22T05:30:00Z");
const fix = (changes: Partial<Position> = {}): Position => ({
  longitude: 126.945,
  latitude: 37.6825,
  uncertainty_m: 25,
  source: "device",
  fixed_at: NOW,
  best: false,
  label: "",
  ...changes,
});

it("draws each position as a circle of its true radius", () => {
  const { circles } = drawPositions([[fix()]], [], NOW);
  const corners = (circles.features[0]!.geometry as GeoJSON.Polygon).coordinates[0] as unknown as LonLat[];
  for (const corner of corners) expect(distance_m([126.945, 37.6825], corner)).toBeCloseTo(25, 3);
  expect(corners[0]).toEqual(corners.at(-1));
});

it("fades the edge of an old fix, and never a plate's", () => {
  expect(freshness(NOW, NOW)).toBe(1);
  expect(freshness(NOW - 3_600_000, NOW)).toBe(0.25);
  expect(freshness(null, NOW)).toBe(1);
});

it("draws ten thousand fixes as a line and a few dozen marks, the best among them", () => {
  const track = Array.from({ length: 10_000 }, (_, place) => fix({ best: place === 4_321 }));
  const drawn = drawPositions([track], [fix({ source: "plate", fixed_at: null })], NOW);
  expect(drawn.positions.features.length).toBeLessThan(45);
  expect(drawn.circles.features.length).toBeLessThan(20);
  expect(drawn.positions.features.filter((feature) => feature.properties?.["best"])).toHaveLength(1);
});

it("draws a way only where somebody moved", () => {
  expect(drawPositions([[fix()]], [], NOW).track.features).toEqual([]);
  expect(drawPositions([[fix(), fix({ latitude: 37.683 })]], [], NOW).track.features).toHaveLength(1);
});

it("asks the view to hold the whole circle", () => {
  const reach = Math.max(...extent([fix({ uncertainty_m: 900 })]).map((point) => distance_m([126.945, 37.6825], point)));
  expect(reach).toBeCloseTo(900, 1);
});
