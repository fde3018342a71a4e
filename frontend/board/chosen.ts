/** What a screen was set to, all of it in its address, so that it comes back the same after a power cut. */
import type { Language } from "./words";

export type Theme = "auto" | "light" | "dark";
const THEMES: readonly Theme[] = ["auto", "light", "dark"];

export type Chosen = { readonly token: string; readonly at: string; readonly theme: Theme; readonly language: Language };

/** Read an address; the language is what the server wrote the page in. */
export function chosen(search: string, hash: string, written: string): Chosen {
  const asked = new URLSearchParams(search);
  return {
    token: hash.replace(/^#/, ""),
    at: asked.get("at") ?? "",
    theme: THEMES.find((theme) => theme === asked.get("theme")) ?? "auto",
    language: written === "en" ? "en" : "ko",
  };
}

/** Return the address of the same board with something else chosen. */
export function address(now: Chosen, change: Partial<Omit<Chosen, "token">>): string {
  const { token, at, theme, language } = { ...now, ...change };
  const asked = new URLSearchParams({ lang: language, ...(theme !== "auto" && { theme }), ...(at && { at }) });
  return `?${asked}${token && `#${token}`}`;
}

/** Return the theme after this one. */
export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "auto";
}
