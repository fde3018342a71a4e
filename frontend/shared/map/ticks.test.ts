import { expect, it } from "vitest";
import { distance_m, type LonLat } from "../geo/distance";
import { kilometreTicks } from "./ticks";

const trail = (coordinates: [number, number][]): GeoJSON.FeatureCollection => ({
  type: "FeatureCollection",
  features: [{ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } }],
});

it("puts a tick at each full kilometre along the line", () => {
  const start: LonLat = [126.95, 37.65];
  const ticks = kilometreTicks(trail([[126.95, 37.65], [126.95, 37.66], [126.95, 37.6785]])).features;
  expect(ticks.map((tick) => tick.properties?.["label"] as string)).toEqual(["1 km", "2 km", "3 km"]);
  ticks.forEach((tick, place) => {
    const point = (tick.geometry as GeoJSON.Point).coordinates as [number, number];
    expect(distance_m(start, point)).toBeCloseTo((place + 1) * 1000, 0);
  });
});

it("has none for a line shorter than a kilometre", () => {
  expect(kilometreTicks(trail([[126.95, 37.65], [126.95, 37.655]])).features).toEqual([]);
});
