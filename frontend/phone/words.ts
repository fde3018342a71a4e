/** The second stage's part of the catalogue, in the page's language, loaded as a file of its own. */
import type ko from "../../emergency/languages/ko.json";
import { fill } from "../shared/i18n/fill";

export type PhoneWord = keyof (typeof ko)["phone"];
export type Values = Readonly<Record<string, string | number>>;
export type Say = (word: PhoneWord, values?: Values) => string;

const catalogues = import.meta.glob<Record<string, string>>("../../emergency/languages/*.json", { import: "phone" });

/** Return what says the words of a language. Rejects when it is neither on the phone nor to be had. */
export async function words(language: string): Promise<Say> {
  const load = catalogues[`../../emergency/languages/${language}.json`];
  if (!load) throw new Error(`no catalogue for ${language}`);
  const said = await load();
  return (word, values = {}) => fill(said[word] ?? word, values);
}
