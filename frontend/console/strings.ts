/** The console's own catalogue; what server and console share stands in `phrases.ts`. */
import { en } from "./words/en";
import { ko } from "./words/ko";

export type Key = keyof typeof ko;
export type Language = "ko" | "en";

export const CATALOGUE: Record<Language, Record<Key, string>> = { ko, en };

/** Return a sentence with its places filled. */
export function sentence(language: Language, key: Key, values: Record<string, string | number> = {}): string {
  return CATALOGUE[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
