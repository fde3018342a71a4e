/** Every sentence of the crew's page; `{name}` is filled in. Kinds, units and access points stand in `phrases.json`. */
import table from "../../emergency/phrases.json";
import type { Language } from "../shared/i18n/format";
import { fill } from "../shared/i18n/fill";
import { ko, en, type Key } from "./words";

const phrases: Readonly<Record<string, { ko: string; en: string }>> = table;
const CATALOGUE: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { ko, en };
const CHOICE = "crew.language";

class Tongue {
  language = $state<Language>(chosen());

  other(): void {
    this.language = this.language === "ko" ? "en" : "ko";
    document.documentElement.lang = this.language;
    try {
      localStorage.setItem(CHOICE, this.language);
    } catch {
      return; // only the choice is lost
    }
  }
}

export const tongue = new Tongue();

/** Return a sentence in the language of this phone. */
export function say(key: Key, values: Record<string, string | number> = {}): string {
  return fill(CATALOGUE[tongue.language][key], values);
}

/** Return whichever of two names fits the language, the Korean one when the other is missing. */
export function name(ko: string, en: string): string {
  return tongue.language === "en" ? en || ko : ko || en;
}

/** Return what a kind, a unit or an access point is called; a word that is newer than this page shows as it is. */
export function phrase(group: "kind" | "unit" | "unit_state" | "access", word: string): string {
  return phrases[`${group}.${word}`]?.[tongue.language] ?? word;
}

function chosen(): Language {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(CHOICE);
  } catch {
    // The browser's own language decides.
  }
  const language = kept ?? navigator.language;
  return language.startsWith("ko") ? "ko" : "en";
}
