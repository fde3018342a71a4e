/** What a centre says often: sent in the desk's language, read by each person in the language of their page. */
import table from "../../emergency/canned.json";
import type { Language } from "./strings";

const phrases: readonly Readonly<Record<string, string>>[] = Object.values(table);
/** As the server compares (emergency/canned.py). */
const bare = (text: string): string => text.trim().split(/\s+/).join(" ").replace(/[.。?？!]+$/, "").toLowerCase();
const known = new Map(phrases.flatMap((said) => Object.values(said).map((text) => [bare(text), said] as const)));

/** Return the phrases that a desk offers. */
export const offered = (language: Language): string[] => phrases.map((said) => said[language] ?? "");

/** Return how a text will read on a phone in a language such as `zh-Hans`; null when it stays as it is. */
export function asRead(text: string, language: string): string | null {
  const wanted = language.toLowerCase().split("-")[0] ?? "";
  const read = text.split("\n").map((line) => known.get(bare(line))?.[wanted] ?? line).join("\n");
  return read === text ? null : read;
}
