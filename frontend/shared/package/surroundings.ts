/** A package opened for questions: what is nearest, where is this code, this number. */
import Flatbush from "flatbush";
import { bearing_deg } from "../geo/bearing";
import { type LonLat, distance_m } from "../geo/distance";
import { EAST_LETTERS, NORTH_LETTERS, SOUTH_EDGE_M, SQUARE_M, WEST_EDGE_M, fromPlane, npn } from "../geo/npn";
import { bodyOf, codeOf } from "./code";
import { DEGREE, type Package, type Texts } from "./layout";

export interface FacilityType {
  readonly slug: string;
  readonly name_ko: string;
  readonly name_en: string;
  readonly isRefuge: boolean;
}

export interface Place {
  readonly name_ko: string;
  readonly name_en: string;
  readonly type: FacilityType;
  readonly at: LonLat;
  readonly uncertainty_m: number;
  /** The codes of its installed tags, eight digits each. */
  readonly codes: readonly string[];
  /** `다사 5393 6228`; null off the grid. */
  readonly npn: string | null;
  /** Who answers for it; null when the package does not say. */
  readonly centre: Centre | null;
}

/** A dispatch centre: its numbers as they are dialled. */
export interface Centre {
  readonly name_ko: string;
  readonly name_en: string;
  readonly fire: string;
  readonly police: string;
  /** Whether it takes no positions over the internet. */
  readonly isDeviceOnly: boolean;
}

export interface Near<Found> {
  readonly place: Found;
  readonly distance_m: number;
  readonly bearing_deg: number;
}

/** A degree of latitude on the sphere of shared/geo/distance. */
const DEGREE_M = 111_195;
/** A number names a cell of 10 m; its corners are 7.1 m from its middle. */
const CELL_M = 10;
const FAR_M = 100_000;

export class Surroundings {
  readonly #points: Package["tables"]["points"]["columns"];
  readonly #types = new Map<string, FacilityType>();
  readonly #east: number;
  #tree: Flatbush | null = null;
  #codes: Map<number, number> | null = null;

  constructor(readonly content: Package) {
    this.#points = content.tables.points.columns;
    const { rows, columns } = content.tables.types;
    for (let row = 0; row < rows; row += 1) {
      const [slug, name_ko, name_en] = [columns.slug, columns.name_ko, columns.name_en].map((one) => this.text(one, row));
      this.#types.set(slug!, { slug: slug!, name_ko: name_ko!, name_en: name_en!, isRefuge: Boolean(columns.is_refuge.values[row]) });
    }
    // The tree is in a plane that is true where the points are: east is squeezed as at their middle.
    this.#east = Math.cos((this.#middle() * Math.PI) / 180);
  }

  get size(): number {
    return this.content.tables.points.rows;
  }

  get name(): { readonly ko: string; readonly en: string } {
    const { name_ko, name_en } = this.content.tables.area.columns;
    return { ko: this.text(name_ko, 0), en: this.text(name_en, 0) };
  }

  /** The box of the area itself, in degrees. */
  get box(): { readonly west: number; readonly south: number; readonly east: number; readonly north: number } {
    const edges = this.content.tables.area.columns;
    const degrees = (edge: "west" | "south" | "east" | "north"): number => (edges[edge].values[0] ?? 0) / DEGREE;
    return { west: degrees("west"), south: degrees("south"), east: degrees("east"), north: degrees("north") };
  }

  text(column: Texts, row: number): string {
    return this.content.texts.at(column.values[row]!) ?? "";
  }

  at(row: number): LonLat {
    return [this.#points.x.values[row]! / DEGREE, this.#points.y.values[row]! / DEGREE];
  }

  place(row: number): Place {
    const slug = this.text(this.#points.type, row);
    const { starts, values } = this.#points.codes;
    return {
      name_ko: this.text(this.#points.name_ko, row),
      name_en: this.text(this.#points.name_en, row),
      type: this.#types.get(slug) ?? { slug, name_ko: slug, name_en: slug, isRefuge: false },
      at: this.at(row),
      uncertainty_m: this.#points.uncertainty_dm.values[row]! / 10,
      codes: [...values.subarray(starts[row], starts[row + 1])].map(codeOf),
      npn: this.#npn(row),
      centre: this.#centre(this.#points.centre_1.values[row]! - 1),
    };
  }

  /** Return the nearest places, the nearest first; `wanted` leaves rows out. Exact, in metres by air line. */
  nearest(here: LonLat, limit: number, wanted?: (row: number) => boolean): Near<Place>[] {
    return this.#rows(here, limit, wanted).map(([row, metres]) => ({
      place: this.place(row),
      distance_m: metres,
      bearing_deg: bearing_deg(here, this.at(row)),
    }));
  }

  /** Return the nearest places that have a plate with a code. */
  nearestPlates(here: LonLat, limit: number): Near<Place>[] {
    return this.nearest(here, limit, (row) => this.hasPlate(row));
  }

  /** Return the numbers of all places in a box. */
  rowsIn(west: number, south: number, east: number, north: number): number[] {
    return this.size ? this.#index().search(west * this.#east, south, east * this.#east, north) : [];
  }

  /** The number of a place's type among the texts. */
  typeOf(row: number): number {
    return this.#points.type.values[row]!;
  }

  /** Return the numbers of those types that are refuges. */
  refugeTypes(): number[] {
    const { rows, columns } = this.content.tables.types;
    return [...Array(rows).keys()].filter((row) => columns.is_refuge.values[row]).map((row) => columns.slug.values[row]!);
  }

  /** Whether a plate with a code hangs there. */
  hasPlate(row: number): boolean {
    const { starts } = this.#points.codes;
    return starts[row + 1]! > starts[row]!;
  }

  /** Return the place where the plate with this code hangs; null for a code that is not here, or none. */
  byCode(code: string): Place | null {
    const body = bodyOf(code);
    const row = body === null ? undefined : this.#byBody().get(body);
    return row === undefined ? null : this.place(row);
  }

  /** Return the places in the 10 m cell of a National Point Number, however it is spaced. */
  byNpn(number: string): Place[] {
    const asked = spaced(number);
    const middle = asked && middleOf(asked);
    if (!asked || !middle) return [];
    const found = this.#within(middle, CELL_M).filter((row) => this.#npn(row) === asked);
    return [...new Set([...found, ...this.#recorded(asked)])].map((row) => this.place(row));
  }

  #centre(row: number): Centre | null {
    const { rows, columns } = this.content.tables.centres;
    if (row < 0 || row >= rows) return null;
    const [name_ko, name_en, fire, police, mode] = [
      columns.name_ko, columns.name_en, columns.fire, columns.police, columns.mode,
    ].map((one) => this.text(one, row)) as [string, string, string, string, string];
    return { name_ko, name_en, fire, police, isDeviceOnly: mode === "device_only" };
  }

  #npn(row: number): string | null {
    return spaced(this.text(this.#points.npn, row)) ?? npn(this.at(row));
  }

  /** Some plates bear another number than that of their position. */
  #recorded(asked: string): number[] {
    const rows: number[] = [];
    for (let row = 0; row < this.size; row += 1) {
      const text = this.text(this.#points.npn, row);
      if (text && spaced(text) === asked) rows.push(row);
    }
    return rows;
  }

  #byBody(): Map<number, number> {
    if (this.#codes) return this.#codes;
    const { starts, values } = this.#points.codes;
    this.#codes = new Map();
    for (let row = 0; row < this.size; row += 1) {
      for (let at = starts[row]!; at < starts[row + 1]!; at += 1) this.#codes.set(values[at]!, row);
    }
    return this.#codes;
  }

  #rows(here: LonLat, limit: number, wanted?: (row: number) => boolean): [row: number, metres: number][] {
    if (limit < 1 || !this.size) return [];
    const first = this.#index().neighbors(here[0] * this.#east, here[1], limit, Infinity, wanted);
    // The plane is a little off; what is really among the nearest lies within this, as it measures.
    const reach_m = Math.max(...first.map((row) => distance_m(here, this.at(row))), 0);
    const rows = first.length < limit || reach_m < FAR_M ? this.#within(here, reach_m) : [...Array(this.size).keys()];
    return rows
      .filter((row) => !wanted || wanted(row))
      .map((row): [number, number] => [row, distance_m(here, this.at(row))])
      .sort((one, other) => one[1] - other[1] || one[0] - other[0])
      .slice(0, limit);
  }

  /** Return all rows in a box that surely holds the circle. */
  #within([longitude, latitude]: LonLat, radius_m: number): number[] {
    if (!this.size) return [];
    const north = (radius_m / DEGREE_M) * 1.001 + 1e-9;
    const furthest = Math.min(Math.abs(latitude) + north, 89);
    const east = (north / Math.cos((furthest * Math.PI) / 180)) * this.#east;
    const x = longitude * this.#east;
    return this.#index().search(x - east, latitude - north, x + east, latitude + north);
  }

  #index(): Flatbush {
    if (this.#tree) return this.#tree;
    const tree = new Flatbush(this.size);
    const [xs, ys] = [this.#points.x.values, this.#points.y.values];
    for (let row = 0; row < this.size; row += 1) tree.add((xs[row]! / DEGREE) * this.#east, ys[row]! / DEGREE);
    tree.finish();
    this.#tree = tree;
    return tree;
  }

  #middle(): number {
    const { south, north } = this.content.tables.area.columns;
    const middle = ((south.values[0] ?? 0) + (north.values[0] ?? 0)) / 2 / DEGREE;
    return Math.min(Math.max(middle, -85), 85);
  }
}

/** Return a number as it stands on a plate; null for anything else. */
function spaced(text: string): string | null {
  const [, letters, east, north] = /^([가-사][가-아])(\d{4})(\d{4})$/.exec(text.replace(/[\s\-.,]/g, "")) ?? [];
  return letters ? `${letters} ${east} ${north}` : null;
}

function middleOf(number: string): LonLat | null {
  const [column, row] = [EAST_LETTERS.indexOf(number[0]!), NORTH_LETTERS.indexOf(number[1]!)];
  if (column < 0 || row < 0) return null;
  return fromPlane({
    east_m: WEST_EDGE_M + column * SQUARE_M + Number(number.slice(3, 7)) * CELL_M + CELL_M / 2,
    north_m: SOUTH_EDGE_M + row * SQUARE_M + Number(number.slice(8, 12)) * CELL_M + CELL_M / 2,
  });
}
