/** The words that server and console share: kinds, states, presence, dispositions, flags, events. */
import table from "../../emergency/phrases.json";
import { settings } from "./settings.svelte";

export type Group = "kind" | "state" | "presence" | "disposition" | "flag" | "event" | "source" | "seal" | "channel" | "cancel" | "agreement" | "access" | "quick" | "unit" | "unit_state";
const words: Readonly<Record<string, { ko: string; en: string }>> = table;

/** Return what a word of the API is called; a word that is newer than this console shows as it is.
 *  What follows a colon is the field that is meant: `unreadable:phone`. */
export function phrase(group: Group, word: string): string {
  const [name = word, field] = word.split(":");
  const said = words[`${group}.${name}`]?.[settings.language] ?? name;
  return field ? `${said}: ${words[`field.${field}`]?.[settings.language] ?? field}` : said;
}

/** Return the words of one group, in the catalogue's order. */
export function wordsOf(group: Group): string[] {
  const start = `${group}.`;
  return Object.keys(words).flatMap((key) => (key.startsWith(start) ? key.slice(start.length) : []));
}
