/** Who is called and texted from a plate that only the phone knows: the numbers of its own centre, not the default one's. */
import { MOST_BYTES, bytes } from "../hiker/message";
import type { Centre, Place } from "../shared/package/surroundings";

/** What locates stands in the first 40 characters, as the server writes it (emergency/sms.py). */
const HEAD_CHARACTERS = 40;
const EXERCISE = "[훈련]";
/** The country's own numbers, where a package does not say who answers. */
const COUNTRY = { fire: "119", police: "112" };

/** Return the text message about a place that is on this phone, the same as the page of its plate has it. */
export function textOf(place: Place, code: string, number: string, isExercise: boolean): string {
  const [longitude, latitude] = place.at;
  const where = place.npn?.replaceAll(" ", "") ?? `${latitude.toFixed(5)},${longitude.toFixed(5)}`;
  const located = `${where} ${code.slice(0, 4)}-${code.slice(4)} ±${Math.ceil(place.uncertainty_m)}m`;
  const mark = isExercise ? EXERCISE : "";
  const word = number === "112" ? "신고" : "구조";
  const heads = [`${mark}[${number}${word}]`, `${mark}[${number}]`, mark || `[${word}]`];
  const said = (heads.find((head) => [...head, ...located].length <= HEAD_CHARACTERS) ?? heads[2]!) + located;
  // The name as far as there is room.
  for (let name = place.name_ko; name; name = name.slice(0, -1).trimEnd()) {
    if (bytes(`${said} (${name})`) <= MOST_BYTES) return `${said} (${name})`;
  }
  return said;
}

/** Lead every call and text on the page to the place's centre. */
export function redirect(place: Place, code: string, isExercise: boolean): void {
  const shown = document.querySelectorAll<HTMLAnchorElement>('.calls a[href^="tel:"]');
  const before = [...shown].map(numberOf);
  const { fire, police } = place.centre ?? { fire: before[0] ?? COUNTRY.fire, police: before[1] ?? COUNTRY.police };
  const now = new Map([[before[0], fire], [before[1], police]]);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href^="tel:"], a[href^="sms:"]')) {
    const [old, number] = [numberOf(link), now.get(numberOf(link))];
    if (!number) continue;
    const text = encodeURIComponent(textOf(place, code, number, isExercise));
    link.href = link.href.replace(`:${old}`, `:${number}`).replace(/body=.*$/, () => `body=${text}`);
    // Not what the link said before: the phone's position is put behind this (hiker/message.ts).
    delete link.dataset["first"];
    if (link.textContent?.includes(old)) link.textContent = link.textContent.replace(old, number);
  }
  const note = document.querySelector(".message .quiet");
  for (const [old, number] of now) if (old && note) note.textContent = note.textContent.replaceAll(old, number);
  const field = document.getElementById("sms") as HTMLTextAreaElement | null;
  if (field) field.value = field.defaultValue = textOf(place, code, fire, isExercise);
}

/** Name the centre on the button and in what the page says later. */
export function renamed(form: HTMLElement, { name_ko, name_en }: Centre, language: string): void {
  const before = form.dataset["centre"];
  const now = (language === "ko" ? "" : name_en) || name_ko;
  const note = form.querySelector("small");
  if (before && note) note.textContent = note.textContent.replace(before, now);
  form.dataset["centre"] = now;
}

const numberOf = ({ href }: HTMLAnchorElement): string => /^\w+:([+\d-]+)/.exec(href)?.[1] ?? "";
