import { expect, it } from "vitest";
import { grid, gridStep_m } from "./grid";

const summit = { west: 126.935, south: 37.675, east: 126.955, north: 37.69 };
const labels = (zoom: number, bounds = summit): string[] =>
  grid(bounds, zoom).features.flatMap((feature) => (feature.properties?.["label"] as string | undefined) ?? []);

it("draws kilometres from zoom 12, hundreds of metres from 15 and tens from 18", () => {
  expect([11.9, 12, 15, 18].map(gridStep_m)).toEqual([null, 1000, 100, 10]);
  expect(grid(summit, 11).features).toEqual([]);
});

it("names each line by its letter and digits, east along the top, north along the left", () => {
  expect(labels(13)).toEqual(["다51", "사65"]);
});

it("puts the names on the edge of the view", () => {
  for (const feature of grid(summit, 15).features) {
    if (feature.geometry.type !== "Point") continue;
    const [longitude, latitude] = feature.geometry.coordinates as [number, number];
    if (feature.properties?.["side"] === "top") expect(latitude).toBe(summit.north);
    else expect(longitude).toBe(summit.west);
  }
});

it("draws nothing outside Korea, and never more lines than a screen can show", () => {
  expect(labels(13, { west: 139.7, south: 35.6, east: 139.8, north: 35.7 })).toEqual([]);
  expect(grid(summit, 18).features.length).toBeLessThanOrEqual(800);
});
