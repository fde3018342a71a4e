/** What always lies on the map: areas, trails, access points, and the plates where the view is close. */
import type { LonLat } from "../shared/geo/distance";
import type { Chart, View } from "../shared/map/chart";
import { NOTHING } from "../shared/map/style";
import { kilometreTicks } from "../shared/map/ticks";
import { features } from "./api";
import type { Named } from "./map_features";

const POINTS_FROM_ZOOM = 14;

/** Fetch and draw areas, trails and access points; return the areas. What cannot be had now is left out. */
export async function drawNetwork(chart: Chart, named: Named): Promise<GeoJSON.FeatureCollection> {
  const [areas, trails, access] = await Promise.all([
    features("/api/v1/jurisdictions"),
    features("/api/v1/trails"),
    features("/api/v1/access-points"),
  ]);
  if (areas) chart.set("areas", areas);
  if (trails) {
    chart.set("trails", labelled(trails, named));
    chart.set("ticks", kilometreTicks(trails));
  }
  if (access) chart.set("access", labelled(access, named));
  return areas ?? NOTHING;
}

/** Return the corners of the areas with these ids: what a desk sees before any incident is open. */
export function cornersOf(areas: GeoJSON.FeatureCollection, ids: readonly number[]): LonLat[] {
  const mine = areas.features.filter((area) => ids.includes(Number(area.id)));
  return mine.flatMap(({ geometry }) => rings(geometry).flat()).map(([east = 0, north = 0]): LonLat => [east, north]);
}

function rings(geometry: GeoJSON.Geometry | null): GeoJSON.Position[][] {
  if (geometry?.type === "Polygon") return geometry.coordinates;
  return geometry?.type === "MultiPolygon" ? geometry.coordinates.flat() : [];
}

/** Draw the plates in view once it is close enough to tell them apart. */
export function followPoints(chart: Chart, named: Named): void {
  let asked = 0;
  chart.onView((view) => {
    const turn = ++asked;
    if (view.zoom < POINTS_FROM_ZOOM) return chart.set("points", NOTHING);
    void features(`/api/v1/points?bbox=${bbox(view)}`).then((points) => {
      if (points && turn === asked) chart.set("points", labelled(points, named));
    });
  });
}

function bbox({ bounds }: View): string {
  return [bounds.west, bounds.south, bounds.east, bounds.north].map((degree) => degree.toFixed(5)).join(",");
}

function labelled(collection: GeoJSON.FeatureCollection, named: Named): GeoJSON.FeatureCollection {
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  return {
    ...collection,
    features: collection.features.map((feature) => ({
      ...feature,
      properties: {
        ...feature.properties,
        label: named(text(feature.properties?.["name_ko"]), text(feature.properties?.["name_en"])),
      },
    })),
  };
}
