/**
 * What each desk may choose: language, light or dark, map or none. Kept in this browser, nothing personal.
 * The language is kept where the server sees it, so that the sign-in and the administration speak it too.
 */
import { sentence, type Key, type Language } from "./strings";

export type Theme = "auto" | "light" | "dark";
const YEAR_S = 365 * 24 * 3600;
const THEMES: readonly Theme[] = ["auto", "light", "dark"];

class Settings {
  language = $state<Language>("ko");
  theme = $state<Theme>(THEMES.find((theme) => theme === kept("theme")) ?? "auto");
  map = $state(kept("map") !== "off");

  /** Begin with the language that the server wrote the page in, and with what was kept. */
  start(): void {
    this.language = document.documentElement.lang === "en" ? "en" : "ko";
    this.apply();
  }

  toggleLanguage(): void {
    this.language = this.language === "ko" ? "en" : "ko";
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `django_language=${this.language}; path=/; max-age=${YEAR_S}; samesite=lax${secure}`;
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
