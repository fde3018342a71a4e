/** What a map shows of the packages: their columns as features, thinned where they would cover each other. Pure. */
import type { LonLat } from "../shared/geo/distance";
import type { Bounds } from "../shared/map/grid";
import { DEGREE } from "../shared/package/layout";
import type { Surroundings } from "../shared/package/surroundings";

type Collection = GeoJSON.FeatureCollection;
export type Named = (name_ko: string, name_en: string) => string;

/** One mark in a square of so many pixels: a finger's width. */
const SQUARE_PX = 44;
const TILE_PX = 512;
/** From here on all are drawn: a square is some 15 metres wide. */
const ALL_FROM_ZOOM = 17;
/** Drawn beyond the edges of the view, so that a short move shows no empty ground: parts of its width and height. */
const BEYOND = 0.5;

const collection = (features: GeoJSON.Feature[]): Collection => ({ type: "FeatureCollection", features });
const feature = (geometry: GeoJSON.Geometry, properties: GeoJSON.GeoJsonProperties): GeoJSON.Feature => ({
  type: "Feature", properties, geometry,
});

/** Return where each package knows what there is. */
export function areasOf(all: readonly Surroundings[]): Collection {
  return collection(all.map(({ box: { west, south, east, north } }) =>
    feature({ type: "Polygon", coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] }, {}),
  ));
}

/** Return the places to draw in a view and around it, at most one in each square, refuges and plates first. */
export function pointsOf(all: readonly Surroundings[], view: Bounds, zoom: number, named: Named): Collection {
  const [wide, high] = [(view.east - view.west) * BEYOND, (view.north - view.south) * BEYOND];
  const side = (360 / (TILE_PX * 2 ** Math.floor(zoom))) * SQUARE_PX;
  const chosen = new Map<string, { readonly rank: number; readonly around: Surroundings; readonly row: number }>();
  for (const around of all) {
    const refuges = new Set(around.refugeTypes());
    for (const row of around.rowsIn(view.west - wide, view.south - high, view.east + wide, view.north + high)) {
      const [x, y] = around.at(row);
      const key = zoom >= ALL_FROM_ZOOM ? `${x} ${y}` : `${Math.floor(x / side)} ${Math.floor(y / side)}`;
      const rank = (refuges.has(around.typeOf(row)) ? 2 : 0) + (around.hasPlate(row) ? 1 : 0);
      if (rank > (chosen.get(key)?.rank ?? -1)) chosen.set(key, { rank, around, row });
    }
  }
  return collection(
    [...chosen.values()].map(({ around, row }) => {
      const { name_ko, name_en, at } = around.place(row);
      return feature({ type: "Point", coordinates: [...at] }, { label: named(name_ko, name_en) });
    }),
  );
}

/** A trail, known by two packages or one: its key, its names and (longitude, latitude, metre) of each place. */
interface Trail {
  readonly key: number;
  readonly name_ko: string;
  readonly name_en: string;
  readonly line: readonly (readonly [number, number, number])[];
}

/** Return every trail once. */
export function trails(all: readonly Surroundings[]): Trail[] {
  const found = new Map<number, Trail>();
  for (const around of all) {
    const { rows, columns } = around.content.tables.trails;
    const { starts, xs, ys, metres } = columns.line;
    for (let row = 0; row < rows; row += 1) {
      const key = columns.key.values[row]!;
      if (found.has(key)) continue;
      const line = Array.from({ length: starts[row + 1]! - starts[row]! }, (_, place) => {
        const at = starts[row]! + place;
        return [xs[at]! / DEGREE, ys[at]! / DEGREE, metres[at]!] as const;
      });
      found.set(key, { key, name_ko: around.text(columns.name_ko, row), name_en: around.text(columns.name_en, row), line });
    }
  }
  return [...found.values()];
}

export const trailsOf = (known: readonly Trail[], named: Named): Collection =>
  collection(known.map(({ name_ko, name_en, line }) => lineOf(line, named(name_ko, name_en))));

/**
 * Return a mark where a trail begins and for each kilometre, by the metres that plates and dispatchers say. Each bears
 * the trail's name: along a line that winds from plate to plate there is seldom room for it.
 */
export function ticksOf(known: readonly Trail[], named: Named): Collection {
  return collection(known.flatMap(({ line, name_ko, name_en }) => {
    const kilometres = Math.floor((line.at(-1)?.[2] ?? 0) / 1000);
    return Array.from({ length: kilometres + 1 }, (_, kilometre) => {
      const [x, y] = placeAt(line, kilometre * 1000);
      const name = named(name_ko, name_en);
      return feature({ type: "Point", coordinates: [x, y] }, { label: kilometre ? `${name} ${kilometre} km` : name });
    });
  }));
}

/** Return the stretches that are closed now, each with the words that `closed` makes of the reason. */
export function closuresOf(all: readonly Surroundings[], known: readonly Trail[], now: number, named: Named, closed: (reason: string) => string): Collection {
  const found = new Map<string, GeoJSON.Feature>();
  for (const around of all) {
    const { rows, columns } = around.content.tables.closures;
    for (let row = 0; row < rows; row += 1) {
      const [trail, from, to, since, until] = [columns.trail, columns.from_1, columns.to_1, columns.since, columns.until].map(
        ({ values }) => values[row]!,
      ) as [number, number, number, number, number];
      const line = known.find(({ key }) => key === trail)?.line;
      if (!line || now < since * 1000 || (until && now >= until * 1000)) continue;
      const reason = named(around.text(columns.reason_ko, row), around.text(columns.reason_en, row));
      const stretch = from ? between(line, from - 1, to - 1) : line;
      found.set(`${trail} ${from} ${to} ${reason}`, lineOf(stretch, closed(reason)));
    }
  }
  return collection([...found.values()]);
}

/** Return where vehicles and helicopters come. */
export function accessOf(all: readonly Surroundings[], named: Named): Collection {
  const found = new Map<string, GeoJSON.Feature>();
  for (const around of all) {
    const { rows, columns } = around.content.tables.access;
    for (let row = 0; row < rows; row += 1) {
      const [x, y] = [columns.x.values[row]! / DEGREE, columns.y.values[row]! / DEGREE];
      const label = named(around.text(columns.name_ko, row), around.text(columns.name_en, row));
      found.set(`${x} ${y} ${label}`, feature({ type: "Point", coordinates: [x, y] }, { label, kind: around.text(columns.kind, row) }));
    }
  }
  return collection([...found.values()]);
}

export interface Counted {
  /** With a plate or without; `drawn` of them. */
  readonly places: number;
  readonly drawn: number;
  readonly plates: number;
  readonly trails: number;
  readonly access: number;
  readonly closures: number;
}

/** Return how much of each lies in a view; a plate that two packages know is one. */
export function counted(all: readonly Surroundings[], shown: Record<"points" | "lines" | "access" | "closures", Collection>, view: Bounds): Counted {
  const [places, plates] = [new Set<string>(), new Set<string>()];
  for (const around of all) {
    for (const row of around.rowsIn(view.west, view.south, view.east, view.north)) {
      const at = around.at(row).join(" ");
      places.add(at);
      if (around.hasPlate(row)) plates.add(at);
    }
  }
  const inView = ({ features }: Collection): number => features.filter(({ geometry }) => touches(geometry, view)).length;
  return {
    places: places.size, drawn: inView(shown.points), plates: plates.size, trails: inView(shown.lines),
    access: inView(shown.access), closures: inView(shown.closures),
  };
}

function touches(geometry: GeoJSON.Geometry, { west, south, east, north }: Bounds): boolean {
  const places = geometry.type === "LineString" ? geometry.coordinates : geometry.type === "Point" ? [geometry.coordinates] : [];
  return places.some(([x = 0, y = 0], at) => {
    const [fromX = x, fromY = y] = places[at - 1] ?? [];
    return Math.max(x, fromX) >= west && Math.min(x, fromX) <= east && Math.max(y, fromY) >= south && Math.min(y, fromY) <= north;
  });
}

const lineOf = (line: Trail["line"], label: string): GeoJSON.Feature =>
  feature({ type: "LineString", coordinates: line.map(([x, y]) => [x, y]) }, { label });

/** Return the place at a metre of a line; its end beyond it. */
function placeAt(line: Trail["line"], metre: number): readonly [number, number, number] {
  const after = line.findIndex((place) => place[2] >= metre);
  const [from, to] = [line[Math.max(after - 1, 0)]!, line.at(after)!];
  const share = to[2] > from[2] ? Math.max((metre - from[2]) / (to[2] - from[2]), 0) : 1;
  return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1]), metre];
}

const between = (line: Trail["line"], from: number, to: number): Trail["line"] =>
  [placeAt(line, from), ...line.filter(([, , metre]) => metre > from && metre < to), placeAt(line, to)];

/** Return the corners of what the packages know, for a first view. */
export const cornersOf = (all: readonly Surroundings[]): LonLat[] =>
  all.flatMap(({ box: { west, south, east, north } }): LonLat[] => [[west, south], [east, north]]);
