/** The text message: copy it, and put the phone's own position into it. */
import type { Measured } from "../shared/geo/watch";
import { by } from "./dom";

/** One Korean message; longer ones need data. */
export const MOST_BYTES = 90;

/** Hangul takes two bytes in CP949, and so does ±. */
export const bytes = (text: string): number => [...text].reduce((sum, letter) => sum + (letter > "~" ? 2 : 1), 0);

/**
 * Return the message with the phone's position behind what the plate says, which stays in front:
 * a cut message must name the surveyed place. The name in brackets goes when there is no room.
 */
export function withPosition(text: string, { longitude, latitude, uncertainty_m }: Measured): string {
  const [, head = text, place = ""] = /^(.*?)( \(.*\))?$/s.exec(text) ?? [];
  const gap = /[\] ]$/.test(head) ? "" : " ";
  const located = `${head}${gap}${latitude.toFixed(5)},${longitude.toFixed(5)} ±${Math.ceil(uncertainty_m)}m`;
  return bytes(located + place) <= MOST_BYTES ? located + place : located;
}

/** Return an `sms:` link with another text; each kind of phone has its own form up to `body=`. */
export const relinked = (href: string, text: string): string =>
  href.replace(/body=.*$/, () => `body=${encodeURIComponent(text)}`);

/** Write the newest position into the visible text and into every SMS link of the page. */
export function fillIn(measured: Measured): void {
  const field = by<HTMLTextAreaElement>("sms");
  if (field) field.value = withPosition(field.defaultValue, measured);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href^="sms:"]')) {
    // A copy of the link, made elsewhere on the page, brings its first form with it.
    const first = (link.dataset["first"] ??= link.href);
    const text = decodeURIComponent(/body=(.*)$/.exec(first)?.[1] ?? "");
    link.href = relinked(first, withPosition(text, measured));
  }
}

/** Let one touch copy the text; without a clipboard it is selected, ready to be copied by hand. */
export function copyButton(): void {
  const [button, field] = [by("copy"), by<HTMLTextAreaElement>("sms")];
  if (!button || !field) return;
  const ready = button.textContent;
  button.hidden = false;
  button.addEventListener("click", () => {
    field.select();
    const written = navigator.clipboard?.writeText(field.value) ?? Promise.reject();
    void written
      .catch(() => document.execCommand("copy"))
      .then(() => {
        button.textContent = button.dataset["done"] ?? "";
        setTimeout(() => (button.textContent = ready), 4000);
      });
  });
}
