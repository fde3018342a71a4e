/** What is kept on this phone and what could be: each with its name, its points and its size, before anything is loaded. */
import { button, h, write } from "../hiker/dom";
import { plateOf } from "../shared/api/plates";
import type { LonLat } from "../shared/geo/distance";
import { FORMAT, Unreadable } from "../shared/package/layout";
import { keepMap } from "./map_kept";
import { Gone, type Kept, type Offer, Packages, newest, offers } from "./packages_store";
import type { Page } from "./page";

const DAY_MS = 86_400_000;

/** Fill the section. Rejects where the browser keeps nothing. */
export async function open(page: Page, section: HTMLElement): Promise<void> {
  const packages = await Packages.open();
  const desk = new Desk(page, packages);
  section.append(h("h2", { id: "packages-title" }, page.say("package_title")), h("p", { class: "quiet" }, page.say("package_why"), " ", page.say("map_comes")), desk.element);
  section.hidden = false;
  await desk.begin();
}

class Desk {
  readonly #kept = h("ul", { class: "packages" });
  readonly #offered = h("ul", { class: "packages" });
  readonly #said = h("p", { role: "status" });
  readonly #find: HTMLElement;
  readonly #nearby: HTMLElement;
  readonly #map: HTMLElement;
  readonly element: HTMLElement;
  /** What the last search found. */
  #found: readonly Offer[] = [];

  constructor(
    readonly page: Page,
    readonly packages: Packages,
  ) {
    this.#find = button(page.say("package_find"), () => void this.#look());
    // Where the centre takes no positions none leaves, not even a coarse one; a plate's is public.
    this.#find.hidden = page.isDeviceOnly;
    this.#nearby = h("div", { hidden: true }, button(page.say("package_nearest"), () => void this.#near()));
    this.#map = button(page.say("map_open"), () => void this.#chart());
    this.#map.hidden = true;
    this.element = h("div", {}, this.#nearby, this.#map, this.#kept, this.#offered, this.#find, this.#said);
  }

  /** What answers questions comes at the first touch. */
  async #near(): Promise<void> {
    const part = await import("./nearby").catch(() => null);
    if (part) this.#nearby.replaceChildren(part.nearby(this.page, this.packages));
    else write(this.#said, this.page.say("package_no_line"));
  }

  /** So does the map. */
  async #chart(): Promise<void> {
    write(this.#said, "");
    const part = await import("./map").catch(() => null);
    if (part) await part.open(this.page, this.packages);
    else write(this.#said, this.page.say("package_no_line"));
  }

  async begin(): Promise<void> {
    await this.#draw();
    if (!navigator.onLine) return;
    // Here not even the area of an earlier search leaves untouched.
    if (!this.page.isDeviceOnly) await renew(this.packages);
    await this.#draw();
    const place = await placeOf(this.page.tag || plateOf(new URL(location.href))?.code || "").catch(() => null);
    if (place) await this.#offer(place).catch(() => undefined);
  }

  /** Show what is kept, and what was begun and broke off. */
  async #draw(): Promise<void> {
    const kept = await this.packages.kept();
    [this.#nearby.hidden, this.#map.hidden] = [!kept.length, !kept.length];
    // Also after a new version of this page: its map is another file.
    if (kept.length) keepMap();
    this.#kept.replaceChildren(...kept.map((one) => this.#keptLine(one)));
    const begun = (await this.packages.begun()).filter(({ area }) => !kept.some((one) => one.area === area));
    this.#offered.replaceChildren(...begun.map((offer) => this.#offerLine(offer, "package_resume")));
  }

  async #look(): Promise<void> {
    write(this.#said, this.page.say("package_asking"));
    try {
      const { longitude, latitude } = await this.page.position();
      await this.#offer([coarse(longitude), coarse(latitude)]);
      write(this.#said, this.#offered.childElementCount ? "" : this.page.say("package_none"));
    } catch {
      write(this.#said, this.page.say(navigator.onLine ? "package_no_position" : "package_no_line"));
    }
  }

  async #offer(place: LonLat): Promise<void> {
    this.#found = await offers(place);
    await this.#drawFound();
    this.#find.hidden = true;
  }

  async #drawFound(): Promise<void> {
    const kept = await this.packages.kept();
    const missing = this.#found.filter(({ area }) => !kept.some((one) => one.area === area));
    const begun = new Set((await this.packages.begun()).map(({ area }) => area));
    const lines = missing.map((offer) => this.#offerLine(offer, begun.has(offer.area) ? "package_resume" : "package_keep"));
    this.#offered.replaceChildren(...lines);
  }

  #offerLine(offer: Offer, verb: "package_keep" | "package_resume"): HTMLElement {
    const { page } = this;
    const progress = h("progress", { max: String(offer.size_bytes), value: "0", hidden: true, "aria-label": this.#name(offer) });
    const said = h("p", { role: "status" });
    const go = button(page.say(verb), () => void this.#load(offer, go, progress as HTMLProgressElement, said));
    return h("li", {}, h("p", {}, this.#about(offer)), go, progress, said);
  }

  async #load(offer: Offer, go: HTMLElement, progress: HTMLProgressElement, said: HTMLElement): Promise<void> {
    [go.hidden, progress.hidden] = [true, false];
    write(said, this.page.say("package_loading"));
    void navigator.storage?.persist?.().catch(() => undefined);
    try {
      await this.packages.load(offer, (received) => (progress.value = received));
      await this.#draw();
      if (this.#found.length) await this.#drawFound();
      write(this.#said, this.page.say("package_done", { name: this.#name(offer) }));
    } catch (error) {
      write(said, this.#trouble(error));
      write(go, this.page.say("package_resume"));
      [go.hidden, progress.hidden] = [false, true];
    }
  }

  #trouble(error: unknown): string {
    if (error instanceof Unreadable) return this.page.say(error.why === "newer" ? "package_newer" : "package_broken");
    if (error instanceof DOMException && error.name === "QuotaExceededError") return this.page.say("package_no_room");
    if (error instanceof Gone) return this.page.say("package_gone");
    return this.page.say("package_broke_off");
  }

  #keptLine(one: Kept): HTMLElement {
    const { page } = this;
    const when = new Date(one.kept_at).toLocaleDateString(page.language);
    const drop = button(page.say("package_remove"), () => void this.#drop(one));
    drop.setAttribute("aria-label", `${page.say("package_remove")}: ${this.#name(one)}`);
    return h("li", {}, h("p", {}, this.#about(one), h("br"), page.say("package_kept", { date: when })), drop);
  }

  async #drop({ area }: Kept): Promise<void> {
    await this.packages.remove(area);
    this.#find.hidden = this.page.isDeviceOnly;
    await this.#draw();
  }

  #about(offer: Offer): string {
    const size = offer.size_bytes < 1e6 ? `${Math.ceil(offer.size_bytes / 1e3)} KB` : `${(offer.size_bytes / 1e6).toFixed(1)} MB`;
    return this.page.say("package_about", { name: this.#name(offer), points: offer.points, size });
  }

  #name(offer: Offer): string {
    return (this.page.language === "ko" ? "" : offer.name_en) || offer.name_ko;
  }
}

/** Ask for newer versions once a day, by the area and by no place; what has changed is little. */
export async function renew(packages: Packages): Promise<void> {
  for (const one of await packages.kept()) {
    // One of an older format lacks what this page could say.
    if (one.format >= FORMAT && Date.now() - one.kept_at < DAY_MS) continue;
    const fresh = await newest(one.area).catch(() => undefined);
    // Nothing of this is in the way: what is here stays until the newer one is whole.
    if (fresh) await packages.load(fresh).catch((error: unknown) => console.warn(error));
  }
}

/** The server need not know where a person is to say what there is around: a kilometre is enough. */
const coarse = (degrees: number): number => Math.round(degrees * 100) / 100;

/** Return where the plate with a code stands; null without a code, or when it stands nowhere. */
async function placeOf(code: string): Promise<LonLat | null> {
  if (!code) return null;
  const answer = await fetch(`/api/v1/tags/${code.replace("-", "")}`);
  if (!answer.ok) return null;
  const { point } = (await answer.json()) as { point: { geometry: { coordinates: [number, number] } } | null };
  return point && point.geometry.coordinates;
}
