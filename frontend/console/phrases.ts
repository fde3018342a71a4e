/** The words that server and console share: kinds, states, presence, dispositions, flags, events. */
import table from "../../emergency/phrases.json";
import { settings } from "./settings.svelte";

export type Group = "kind" | "state" | "presence" | "disposition" | "flag" | "event" | "source" | "seal" | "channel" | "cancel";
const words: Readonly<Record<string, { ko: string; en: string }>> = table;

/** Return what a word of the API is called; a word that is newer than this console shows as it is. */
export function phrase(group: Group, word: string): string {
  return words[`${group}.${word}`]?.[settings.language] ?? word;
}

/** Return the words of one group, in the catalogue's order. */
export function wordsOf(group: Group): string[] {
  const start = `${group}.`;
  return Object.keys(words).flatMap((key) => (key.startsWith(start) ? key.slice(start.length) : []));
}
