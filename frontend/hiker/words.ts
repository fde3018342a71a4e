/** The script's part of the catalogue, in the page's language; it comes with the page. */
import type ko from "../../emergency/languages/ko.json";
import { fill } from "../shared/i18n/fill";
import { by } from "./dom";

export type Word = keyof (typeof ko)["live"] | keyof (typeof ko)["local"];
export type Values = Readonly<Record<string, string | number>>;

const words = JSON.parse(by("words")?.textContent ?? "{}") as Record<Word, string>;

export const say = (word: Word, values: Values = {}): string => fill(words[word], values);

/** The time of day on this phone: `14:03:22`. */
export const clock = (at: string | number): string => new Date(at).toLocaleTimeString("en-GB");
