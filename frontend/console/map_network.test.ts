import { expect, it } from "vitest";
import { cornersOf } from "./map_network";

const area = (id: number, east: number): GeoJSON.Feature => ({
  type: "Feature",
  id,
  properties: {},
  geometry: { type: "MultiPolygon", coordinates: [[[[east, 37.6], [east + 0.1, 37.6], [east, 37.7], [east, 37.6]]]] },
});

it("starts with the areas of the signed-in person in view, and no others", () => {
  const areas: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [area(1, 126.7), area(2, 126.9)] };
  expect(cornersOf(areas, [2])).toEqual([[126.9, 37.6], [127.0, 37.6], [126.9, 37.7], [126.9, 37.6]]);
  expect(cornersOf(areas, [])).toEqual([]);
});
