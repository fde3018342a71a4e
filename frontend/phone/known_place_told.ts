/** Look a plate up in the packages of this phone, and tell its place. */
import { h } from "../hiker/dom";
import { type Place, Surroundings } from "../shared/package/surroundings";
import { shown } from "./known_place";
import { redirect, renamed } from "./known_place_calls";
import { Packages } from "./packages_store";
import type { Page } from "./page";

export async function tell(page: Page, code: string, form: HTMLElement): Promise<void> {
  const place = await found(code);
  if (!place) return;
  const [longitude, latitude] = place.at;
  shown((page.language !== "ko" && place.name_en) || place.name_ko, [
    [page.say("known_code"), `${code.slice(0, 4)}-${code.slice(4)}`],
    ...(place.npn ? [[page.say("known_npn"), place.npn] as const] : []),
    [page.say("known_position"), `${latitude.toFixed(6)}, ${longitude.toFixed(6)} ±${Math.ceil(place.uncertainty_m)} m`],
  ]);
  // The report carries the plate, so it needs no words about where it is.
  form.setAttribute("data-place", "");
  document.querySelector("form.code-box")?.remove();
  document.querySelector("p.notice.caution")?.replaceChildren(page.say("known_kept"));
  redirect(place, code, page.isExercise);
  if (!place.centre) return;
  renamed(form, place.centre, page.language);
  // Its own page has no button either; what was sent before goes on.
  if (place.centre.isDeviceOnly && !page.report()) form.replaceWith(h("p", { class: "notice" }, page.say("known_device_only")));
}

/** A package that says who answers comes before one of an older format that does not. */
async function found(code: string): Promise<Place | null> {
  const packages = await Packages.open();
  let first: Place | null = null;
  for (const { area } of await packages.kept()) {
    const content = await packages.read(area).catch(() => null);
    const place = content && new Surroundings(content).byCode(code);
    if (place?.centre) return place;
    first ??= place;
  }
  return first;
}
