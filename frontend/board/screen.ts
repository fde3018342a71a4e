/** This screen: what it was set to, and its words. */
import table from "../../emergency/phrases.json";
import { chosen } from "./chosen";
import { sentence, type Key } from "./words";

const phrases: Readonly<Record<string, { ko: string; en: string }>> = table;

export const screen = chosen(location.search, location.hash, document.documentElement.lang);

/** Return a sentence in the language of this screen. */
export function say(key: Key, values: Record<string, string | number> = {}): string {
  return sentence(screen.language, key, values);
}

/** Return whichever of two names fits the language, the Korean one when the other is missing. */
export function name(ko: string, en: string): string {
  return screen.language === "en" ? en || ko : ko || en;
}

/** Return what a kind or a state is called; a word that is newer than this page shows as it is. */
export function phrase(group: "kind" | "state", word: string): string {
  // The catalogue says it as a person on the phone reads it: too long for a column of a wall.
  if (group === "state" && word === "dispatched") return say("help_sent");
  return phrases[`${group}.${word}`]?.[screen.language] ?? word;
}

/** Return the words of a group, in the catalogue's order. */
export function wordsOf(group: "kind" | "state"): string[] {
  const start = `${group}.`;
  return Object.keys(phrases).flatMap((key) => (key.startsWith(start) ? key.slice(start.length) : []));
}
