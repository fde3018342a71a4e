/** How numbers, times and directions are written, so that they can be read aloud. Pure. */
export type Language = "ko" | "en";

const UNITS: Record<Language, { s: string; min: string; h: string; d: string }> = {
  ko: { s: "초", min: "분", h: "시간", d: "일" },
  en: { s: " s", min: " min", h: " h", d: " d" },
};
const COMPASS: Record<Language, readonly string[]> = {
  ko: ["북", "북동", "동", "남동", "남", "남서", "서", "북서"],
  en: ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"],
};
const TIME = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Seoul", timeStyle: "medium" });
const DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Seoul", dateStyle: "short" });

/** Return an age in its largest unit, or in two while seconds still count: `12초`, `3분 05초`, `2시간 10분`. */
export function age(language: Language, milliseconds: number, precise = false): string {
  const unit = UNITS[language];
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
  if (minutes === 0) return `${seconds}${unit.s}`;
  if (hours === 0) return `${minutes}${unit.min}${precise ? ` ${two(seconds % 60)}${unit.s}` : ""}`;
  if (hours < 24) return `${hours}${unit.h} ${two(minutes % 60)}${unit.min}`;
  return `${Math.floor(hours / 24)}${unit.d}`;
}

/** Return the Korean time of day, `14:03:22`; with the date when it was another day. */
export function time(at: string | number, now?: number): string {
  const moment = new Date(at);
  const isToday = now === undefined || DAY.format(moment) === DAY.format(now);
  return isToday ? TIME.format(moment) : `${DAY.format(moment)} ${TIME.format(moment)}`;
}

/** Return a tag's code as it is spoken: `4827-9153`. */
export function code(tag: string): string {
  return tag.length === 8 ? `${tag.slice(0, 4)}-${tag.slice(4)}` : tag;
}

/** Return an account's name within some letters, cut in the middle: names of one desk differ at the end. */
export function shortName(name: string, most: number): string {
  if (name.length <= most) return name;
  const head = Math.floor((most - 1) / 3);
  return `${name.slice(0, head)}…${name.slice(head + 1 - most)}`;
}

/** Return how many letters of an account's name a header of this width has room for, beside all else that stands in it. */
export function accountLetters(width_px: number): number {
  return width_px < 1260 ? 18 : width_px < 1600 ? 28 : 48;
}

/** Return a Korean phone number in its groups: `010-1234-5678`; another one as it came. */
export function phone(number: string): string {
  const found = /^(01\d)(\d{3,4})(\d{4})$/.exec(number);
  return found ? found.slice(1).join("-") : number;
}

/** Return a National Point Number in its groups, however it came: `다사 5393 6228`. */
export function npnGroups(text: string): string {
  const found = /^([가-힣]{2})\s*(\d{1,4})\s*(\d{1,4})$/.exec(text.trim());
  if (!found) return text;
  const digits = found[2]! + found[3]!;
  const half = digits.length / 2;
  return digits.length % 2 ? text : `${found[1]} ${digits.slice(0, half)} ${digits.slice(half)}`;
}

/** Return a distance: metres below a kilometre, then kilometres with one decimal. */
export function distance(metres: number): string {
  return metres < 995 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`;
}

/** Return a radius in metres, never as better than it is. */
export function radius(metres: number): string {
  return metres < 10 ? String(Math.ceil(metres * 10) / 10) : String(Math.ceil(metres));
}

/** Return the direction in words, of eight. */
export function direction(language: Language, bearing_deg: number): string {
  return COMPASS[language][Math.round((((bearing_deg % 360) + 360) % 360) / 45) % 8] ?? "";
}

/** Return what a person's language is called in the dispatcher's. */
export function languageName(language: Language, tag: string): string {
  try {
    return (tag && new Intl.DisplayNames([language], { type: "language" }).of(tag)) || tag;
  } catch {
    return tag; // what a phone calls a language need not be one
  }
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
