/**
 * The map's own ground: no tiles, no sprite and no `glyphs`, so nothing comes from the internet.
 * Without `glyphs` MapLibre draws every letter from the fonts of this machine.
 */
import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from "maplibre-gl";
import { markName } from "./marks";
import type { Palette } from "./palette";

export const SOURCES = [
  "areas", "grid", "trails", "way", "closures", "ticks", "points", "access", "near", "queue", "circles", "track", "crews", "positions",
] as const;
export type Source = (typeof SOURCES)[number];
export type Data = Record<Source, GeoJSON.FeatureCollection>;

export const NOTHING: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
const FONTS = ["Pretendard", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", "NanumGothic"];
export const TEXT_SIZE = 15;
/** How far beside its mark a name begins, in letters' heights. */
export const NAME_BESIDE = 0.9;
const LABEL: ExpressionSpecification = ["get", "label"];

/**
 * From which zoom all plates and their names are drawn; a map that thins its plates draws them from the first.
 * Those where somebody waits are always drawn, their names from `queueNamesFrom`; where they are `ranked`, the mark
 * of the lowest rank lies on top, and its name is the one that is not left out.
 */
export type Points = { readonly pointsFrom: number; readonly pointNamesFrom: number; readonly queueNamesFrom?: number; readonly ranked?: boolean };
export const ALL_POINTS: Points = { pointsFrom: 14, pointNamesFrom: 16 };

/** Return the whole style with the data that it shows. Features carry what they are called as `label`. */
export function style(colours: Palette, data: Data, points: Points = ALL_POINTS): StyleSpecification {
  const sources = SOURCES.map((name): [string, SourceSpecification] => [name, { type: "geojson", data: data[name] }]);
  return {
    version: 8,
    sources: Object.fromEntries(sources),
    layers: [...ground(colours), ...network(colours, points), ...incidents(colours, points), gridNames(colours)],
  };
}

function ground(colours: Palette): LayerSpecification[] {
  return [
    { id: "ground", type: "background", paint: { "background-color": colours.ground } },
    { id: "area", type: "fill", source: "areas", paint: { "fill-color": colours.area } },
    {
      id: "area-edge",
      type: "line",
      source: "areas",
      paint: { "line-color": colours.boundary, "line-width": 2, "line-dasharray": [4, 2] },
    },
    {
      id: "grid",
      type: "line",
      source: "grid",
      filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": colours.grid, "line-width": ["case", ["get", "bold"], 1.2, 0.6], "line-opacity": 0.55 },
    },
  ];
}

function network(colours: Palette, { pointsFrom, pointNamesFrom }: Points): LayerSpecification[] {
  const trail = { "line-cap": "round", "line-join": "round" } as const;
  return [
    {
      id: "trail-edge",
      type: "line",
      source: "trails",
      layout: trail,
      paint: { "line-color": colours.trailEdge, "line-width": 5 },
    },
    { id: "way", type: "line", source: "way", layout: trail, paint: { "line-color": colours.access, "line-width": 9, "line-opacity": 0.55 } },
    { id: "trail", type: "line", source: "trails", layout: trail, paint: { "line-color": colours.trail, "line-width": 2.5 } },
    ...closed(colours),
    {
      id: "tick",
      type: "circle",
      source: "ticks",
      minzoom: 11,
      paint: {
        "circle-radius": 3.5,
        "circle-color": colours.trailEdge,
        "circle-stroke-color": colours.trail,
        "circle-stroke-width": 1.5,
      },
    },
    names("tick-name", "ticks", colours, 12.5, "left"),
    {
      id: "trail-name",
      type: "symbol",
      source: "trails",
      minzoom: 12,
      layout: { "symbol-placement": "line", "text-field": LABEL, "text-font": FONTS, "text-size": TEXT_SIZE, "text-offset": [0, -1] },
      paint: { "text-color": colours.text, "text-halo-color": colours.halo, "text-halo-width": 2 },
    },
    ...marks("points", colours, markName("square", colours.point, colours.onMark), 0.55, pointsFrom, pointNamesFrom),
    ...marks("access", colours, accessMark(colours), 0.95, 11, 13.5),
    ...marks("near", colours, markName("disc", colours.access, colours.onMark), 0.8, 12, 13.5),
  ];
}

/** Told by its dashes and its words, not by its colour alone. */
function closed(colours: Palette): LayerSpecification[] {
  return [
    { id: "closure-edge", type: "line", source: "closures", paint: { "line-color": colours.halo, "line-width": 7 } },
    {
      id: "closure",
      type: "line",
      source: "closures",
      paint: { "line-color": colours.alarm, "line-width": 4.5, "line-dasharray": [1.5, 1] },
    },
    {
      id: "closure-name",
      type: "symbol",
      source: "closures",
      layout: { "symbol-placement": "line-center", "text-field": LABEL, "text-font": FONTS, "text-size": TEXT_SIZE, "text-offset": [0, 1] },
      paint: { "text-color": colours.alarm, "text-halo-color": colours.halo, "text-halo-width": 2 },
    },
  ];
}

/** No vehicle comes where a helicopter does. */
function accessMark(colours: Palette): ExpressionSpecification {
  const [pad, road] = [markName("helipad", colours.access, colours.onMark), markName("triangle", colours.access, colours.onMark)];
  return ["case", ["==", ["get", "kind"], "helicopter"], pad, road];
}

/** The queue's plates, then the open incident: circles of true radius, the way walked, plate and fixes. */
function incidents(colours: Palette, { queueNamesFrom = 12, ranked = false }: Points): LayerSpecification[] {
  const colour: ExpressionSpecification = ["case", ["==", ["get", "source"], "plate"], colours.plate, colours.fix];
  const [alarm, calm] = [markName("ringed-square", colours.alarm, colours.onMark), markName("square", colours.plate, colours.onMark)];
  const drill = markName("hatched-square", colours.exercise, colours.onExercise);
  const queue = marks("queue", colours, ["case", ["get", "unopened"], alarm, ["get", "exercise"], drill, calm], 1, 0, queueNamesFrom);
  return [
    ...queue.map((layer) => (ranked ? inRank(layer) : layer)),
    { id: "circle", type: "fill", source: "circles", paint: { "fill-color": colour, "fill-opacity": ["case", ["get", "best"], 0.16, 0.04] } },
    {
      id: "circle-edge",
      type: "line",
      source: "circles",
      paint: { "line-color": colour, "line-width": ["case", ["get", "best"], 3, 1.5], "line-opacity": ["get", "fresh"] },
    },
    {
      id: "track",
      type: "line",
      source: "track",
      layout: { "line-join": "round" },
      paint: { "line-color": colours.fix, "line-width": 2.5, "line-dasharray": [2, 1] },
    },
    ...marks("crews", colours, markName("ringed-disc", colours.access, colours.onMark), 0.9, 0, 0),
    {
      id: "positions",
      type: "symbol",
      source: "positions",
      layout: {
        "icon-image": [
          "case",
          ["==", ["get", "source"], "plate"],
          ["case", ["get", "best"], markName("ringed-square", colours.plate, colours.onMark), markName("square", colours.plate, colours.onMark)],
          ["case", ["get", "best"], markName("ringed-disc", colours.fix, colours.onMark), markName("disc", colours.fix, colours.onMark)],
        ],
        "icon-size": ["case", ["any", ["get", "best"], ["==", ["get", "source"], "plate"]], 1, 0.6],
        "icon-allow-overlap": true,
        "symbol-sort-key": ["case", ["get", "best"], 2, ["==", ["get", "source"], "plate"], 1, 0],
      },
    },
    names("position-name", "positions", colours, 10, "left"),
  ];
}

/** Marks are drawn in the order of the key, so the last is on top; names find room in it, so the first is kept. */
function inRank(layer: LayerSpecification): LayerSpecification {
  if (layer.type !== "symbol") return layer;
  const rank: ExpressionSpecification = ["get", "rank"];
  const key: ExpressionSpecification = layer.layout?.["icon-image"] ? ["-", rank] : rank;
  return { ...layer, layout: { ...layer.layout, "symbol-sort-key": key } };
}

/** The grid's names hang on the edges of the view, over everything. */
function gridNames(colours: Palette): LayerSpecification {
  const top: ExpressionSpecification = ["==", ["get", "side"], "top"];
  return {
    id: "grid-name",
    type: "symbol",
    source: "grid",
    filter: ["==", ["geometry-type"], "Point"],
    layout: {
      "text-field": LABEL,
      "text-font": FONTS,
      "text-size": TEXT_SIZE,
      "text-anchor": ["case", top, "top", "left"],
      "text-offset": ["case", top, ["literal", [0, 0.3]], ["literal", [0.4, 0]]],
      "text-padding": 6,
    },
    paint: { "text-color": colours.gridText, "text-halo-color": colours.halo, "text-halo-width": 2 },
  };
}

function marks(
  source: Source,
  colours: Palette,
  mark: DataDrivenPropertyValueSpecification<string>,
  size: number,
  zoom: number,
  namesFrom: number,
): LayerSpecification[] {
  return [
    {
      id: source,
      type: "symbol",
      source,
      minzoom: zoom,
      layout: { "icon-image": mark, "icon-size": size, "icon-allow-overlap": true },
    },
    names(`${source}-name`, source, colours, namesFrom, "top"),
  ];
}

function names(id: string, source: Source, colours: Palette, zoom: number, anchor: "left" | "top"): LayerSpecification {
  return {
    id,
    type: "symbol",
    source,
    minzoom: zoom,
    layout: {
      "text-field": LABEL,
      "text-font": FONTS,
      "text-size": TEXT_SIZE,
      "text-anchor": anchor,
      "text-offset": anchor === "left" ? [NAME_BESIDE, 0] : [0, 0.8],
      "text-max-width": 12,
    },
    paint: { "text-color": colours.text, "text-halo-color": colours.halo, "text-halo-width": 2 },
  };
}
