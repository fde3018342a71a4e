/** What each desk may choose: language, light or dark, map or none. Kept in this browser, nothing personal. */
import { sentence, type Key, type Language } from "./strings";

export type Theme = "auto" | "light" | "dark";
const THEMES: readonly Theme[] = ["auto", "light", "dark"];

class Settings {
  language = $state<Language>(kept("language") === "en" ? "en" : "ko");
  theme = $state<Theme>(THEMES.find((theme) => theme === kept("theme")) ?? "auto");
  map = $state(kept("map") !== "off");

  toggleLanguage(): void {
    this.language = this.language === "ko" ? "en" : "ko";
    this.apply();
  }

  nextTheme(): void {
    this.theme = THEMES[(THEMES.indexOf(this.theme) + 1) % THEMES.length] ?? "auto";
    this.apply();
  }

  toggleMap(): void {
    this.map = !this.map;
    this.apply();
  }

  /** Put the choices on the page and keep them. */
  apply(): void {
    const page = document.documentElement;
    page.lang = this.language;
    if (this.theme === "auto") delete page.dataset["theme"];
    else page.dataset["theme"] = this.theme;
    keep("language", this.language);
    keep("theme", this.theme);
    keep("map", this.map ? "on" : "off");
  }
}

export const settings = new Settings();

/** Return a sentence in the language of this desk. */
export function say(key: Key, values: Record<string, string | number> = {}): string {
  return sentence(settings.language, key, values);
}

/** Return whichever of two names fits the language, the Korean one when the other is missing. */
export function name(ko: string, en: string): string {
  return settings.language === "en" ? en || ko : ko || en;
}

function kept(what: string): string | null {
  try {
    return localStorage.getItem(`console.${what}`);
  } catch {
    return null; // storage may be forbidden: then nothing is remembered, and all works
  }
}

function keep(what: string, value: string): void {
  try {
    localStorage.setItem(`console.${what}`, value);
  } catch {
    return;
  }
}
