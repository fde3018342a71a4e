/** Look a plate up in the packages of this phone, and tell its place. */
import { by } from "../hiker/dom";
import { Surroundings } from "../shared/package/surroundings";
import { shown } from "./known_place";
import { Packages } from "./packages_store";
import type { Page } from "./page";

export async function tell(page: Page, code: string, form: HTMLElement): Promise<void> {
  const packages = await Packages.open();
  for (const { area } of await packages.kept()) {
    const content = await packages.read(area).catch(() => null);
    const place = content && new Surroundings(content).byCode(code);
    if (!place) continue;
    const [longitude, latitude] = place.at;
    const written = `${code.slice(0, 4)}-${code.slice(4)}`;
    shown((page.language !== "ko" && place.name_en) || place.name_ko, [
      [page.say("known_code"), written],
      ...(place.npn ? [[page.say("known_npn"), place.npn] as const] : []),
      [page.say("known_position"), `${latitude.toFixed(6)}, ${longitude.toFixed(6)} ±${Math.ceil(place.uncertainty_m)} m`],
    ]);
    // The report carries the plate, so it needs no words about where it is.
    form.setAttribute("data-place", "");
    document.querySelector("p.notice.caution")?.replaceChildren(page.say("known_kept"));
    const text = by<HTMLTextAreaElement>("sms");
    const found = place.npn ? `${place.npn.replaceAll(" ", "")} ${written}` : null;
    if (text && found) text.value = text.defaultValue = text.defaultValue.replace(written, found);
    return;
  }
}
