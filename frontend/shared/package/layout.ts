/** The layout of a package, the same as the server's (trails/packages/encoding.py): tables, columns and their kinds. */

export type Kind = "text" | "delta" | "uint" | "codes" | "line";

export const FORMAT = 2;
/** The oldest that is still read: what is kept must answer while there is no line. */
export const OLDEST = 1;
/** Positions are whole millionths of a degree. */
export const DEGREE = 1_000_000;
export const PACKAGE = "YGP";
export const STEP = "YGD";
export const CHAIN = "YGC";
/** A version is so many bytes of a SHA-256, written in hexadecimal. */
export const VERSION_BYTES = 16;

export const TABLES = {
  area: {
    slug: "text", name_ko: "text", name_en: "text", west: "delta", south: "delta", east: "delta", north: "delta",
  },
  types: { slug: "text", name_ko: "text", name_en: "text", is_refuge: "uint" },
  points: {
    x: "delta", y: "delta", name_ko: "text", name_en: "text", type: "text", uncertainty_dm: "uint", codes: "codes",
    npn: "text", centre_1: "uint",
  },
  trails: { key: "delta", name_ko: "text", name_en: "text", kind: "text", length_dm: "uint", line: "line" },
  access: {
    x: "delta", y: "delta", name_ko: "text", name_en: "text", kind: "text", uncertainty_dm: "uint", trail: "uint",
    metre_1: "uint", note_ko: "text", note_en: "text",
  },
  closures: {
    trail: "uint", from_1: "uint", to_1: "uint", reason_ko: "text", reason_en: "text", since: "uint", until: "uint",
  },
  centres: { name_ko: "text", name_en: "text", fire: "text", police: "text", mode: "text" },
} as const satisfies Record<string, Record<string, Kind>>;

/** Tables, and columns of a table, that came with a later format than the first; older packages lack them. */
export const SINCE: Readonly<Record<string, number>> = { centres: 2, "points.centre_1": 2 };

/** Indexes into the package's texts. */
export interface Texts {
  readonly values: Uint32Array;
}
export interface Numbers {
  readonly values: Float64Array;
}
/** The values of row `i` are those from `starts[i]` to `starts[i + 1]`. */
export interface Codes {
  readonly starts: Uint32Array;
  readonly values: Uint32Array;
}
export interface Lines {
  readonly starts: Uint32Array;
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly metres: Float64Array;
}

interface Columns {
  readonly text: Texts;
  readonly delta: Numbers;
  readonly uint: Numbers;
  readonly codes: Codes;
  readonly line: Lines;
}
export type Column = Columns[Kind];
export type Table<Shape extends Record<string, Kind> = Record<string, Kind>> = { readonly rows: number } & {
  readonly columns: { readonly [Name in keyof Shape]: Columns[Shape[Name]] };
};
export type Name = keyof typeof TABLES;
export type Tables = { readonly [Each in Name]: Table<(typeof TABLES)[Each]> };

/** All texts of a package; an array is one. */
export interface TextList {
  readonly length: number;
  at(index: number): string | undefined;
}

export interface Package {
  readonly texts: TextList;
  readonly tables: Tables;
}

export const NAMES = Object.keys(TABLES) as Name[];

/** The columns of a table in their order. */
export const columnsOf = (name: Name): [string, Kind][] => Object.entries(TABLES[name]);

/** `newer`: made for a later version of this program. `broken`: cut off, mixed up, or something else altogether. */
export class Unreadable extends Error {
  constructor(readonly why: "newer" | "broken") {
    super(why === "newer" ? "This package needs a newer version of the page." : "This package is broken.");
  }
}
