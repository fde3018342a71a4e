/** With a package and no line: which plates are nearest, how far, which way, and where the way out to a vehicle is. */
import { button, h, write } from "../hiker/dom";
import type { LonLat } from "../shared/geo/distance";
import { type Measured, type Trouble, watch } from "../shared/geo/watch";
import { Unreadable } from "../shared/package/layout";
import { type Near, type Place, Surroundings } from "../shared/package/surroundings";
import { type WayOut, waysOut } from "../shared/package/ways";
import { ask, follow, mustAsk, turn } from "./compass";
import type { Packages } from "./packages_store";
import type { Page } from "./page";
import type { PhoneWord } from "./words";

const PLATES = 3;
/** Further off than this, a package is of another place. */
const FAR_M = 20_000;
const WINDS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;

/** Return the panel, showing already: a touch has brought it. */
export function nearby(page: Page, packages: Packages): HTMLElement {
  const [said, list] = [h("p", { role: "status" }), h("ol", { class: "nearby" })];
  let stop: (() => void) | null = null;
  let heading: number | null = null;
  const arrows = new Map<HTMLElement, number>();
  const point = (): void => arrows.forEach((bearing, arrow) => turned(arrow, bearing, heading));
  const compass = button(page.say("package_compass"), () => void ask().then((told) => told && (compass.hidden = true)));
  compass.hidden = true;
  const show = button(page.say("package_nearest"), () => {
    if (stop) {
      stop();
      return;
    }
    write(said, page.say("package_asking"));
    write(show, page.say("package_stop"));
    compass.hidden = !mustAsk();
    const opened = openAll(packages);
    const unfollow = follow((degrees) => {
      heading = degrees;
      point();
    });
    const unwatch = watch(
      (measured) => {
        void opened.then(({ all, isNewer }) => {
          arrows.clear();
          list.replaceChildren(...lines(page, all, measured, arrows));
          const radius = page.say("package_radius", { metres: Math.ceil(measured.uncertainty_m) });
          write(said, list.childElementCount ? radius : page.say(isNewer ? "package_newer" : "package_elsewhere"));
          point();
        });
      },
      (why) => write(said, page.say(TROUBLE[why])),
    );
    stop = () => {
      unwatch();
      unfollow();
      stop = null;
      compass.hidden = true;
      write(show, page.say("package_nearest"));
    };
  });
  show.click();
  return h("div", {}, h("div", { class: "buttons" }, show, compass), said, list);
}

const TROUBLE: Record<Trouble, PhoneWord> = {
  denied: "package_denied",
  insecure: "package_denied",
  unavailable: "package_no_position",
  over: "package_over",
};

/** One package that cannot be read hides no other; `isNewer`: one was kept by a later version of this page. */
export async function openAll(packages: Packages): Promise<{ readonly all: Surroundings[]; readonly isNewer: boolean }> {
  const tried = await Promise.allSettled((await packages.kept()).map(({ area }) => packages.read(area)));
  const all = tried.flatMap((one) => (one.status === "fulfilled" && one.value ? [new Surroundings(one.value)] : []));
  const whys = tried.map((one) => (one.status === "rejected" ? (one.reason as unknown) : null));
  return { all, isNewer: whys.some((why) => why instanceof Unreadable && why.why === "newer") };
}

/** Return the nearest plates and the way out, and note each arrow with its bearing. */
function lines(page: Page, all: readonly Surroundings[], { longitude, latitude }: Measured, arrows: Map<HTMLElement, number>): HTMLElement[] {
  const here: LonLat = [longitude, latitude];
  const line = (near: Near<unknown>, name: string, ...more: string[]): HTMLElement => {
    const arrow = h("span", { class: "arrow", "aria-hidden": "true" }, "↑");
    arrows.set(arrow, near.bearing_deg);
    const way = `${metres(near.distance_m)} · ${page.say(`package_${wind(near.bearing_deg)}`)}`;
    return h("li", {}, arrow, h("div", {}, h("strong", {}, name), h("p", {}, way), ...more.map((text) => h("p", { class: "quiet" }, text))));
  };
  const plates = nearestOf(all, here).map((near) => line(near, named(page, near.place), ...about(page, near.place)));
  const way = all.flatMap((one) => waysOut(one, here, 1)).filter((one) => one.distance_m < FAR_M).sort(byWay)[0];
  const out = way ? [h("li", { class: "heading" }, page.say("package_out")), line(way, named(page, way.place), ...described(page, way))] : [];
  return [...plates, ...out];
}

/** Packages overlap at their edges: a plate that two of them know is told once. */
function nearestOf(all: readonly Surroundings[], here: LonLat): Near<Place>[] {
  const found = all.flatMap((one) => one.nearestPlates(here, PLATES)).filter((near) => near.distance_m < FAR_M);
  const once = new Map(found.map((near) => [near.place.codes.join(), near]));
  return [...once.values()].sort((one, other) => one.distance_m - other.distance_m).slice(0, PLATES);
}

const byWay = (one: WayOut, other: WayOut): number =>
  Number(Boolean(one.closed)) - Number(Boolean(other.closed)) || (one.along_m ?? one.distance_m) - (other.along_m ?? other.distance_m);

function about(page: Page, { codes, npn }: Place): string[] {
  const [code] = codes;
  return [...(code ? [page.say("package_code", { code: `${code.slice(0, 4)}-${code.slice(4)}` })] : []), ...(npn ? [npn] : [])];
}

function described(page: Page, { along_m, trail, closed, place }: WayOut): string[] {
  const korean = page.language === "ko";
  const pick = (ko: string, en: string): string => (korean ? ko : en || ko);
  return [
    along_m !== null && trail
      ? page.say("package_along", { distance: metres(along_m), trail: pick(trail.name_ko, trail.name_en) })
      : page.say("package_air"),
    ...(closed ? [page.say("package_closed", { reason: pick(closed.reason_ko, closed.reason_en) })] : []),
    ...[pick(place.note_ko, place.note_en)].filter(Boolean),
  ];
}

const named = (page: Page, { name_ko, name_en }: { name_ko: string; name_en: string }): string =>
  (page.language === "ko" ? "" : name_en) || name_ko;

/** Metres as they help on foot: no more digits than a phone's position is worth. */
export function metres(distance_m: number): string {
  if (distance_m < 995) return `${Math.round(distance_m / 10) * 10 || Math.round(distance_m)} m`;
  return `${(distance_m / 1000).toFixed(1)} km`;
}

/** Return one of eight directions. */
export const wind = (bearing_deg: number): (typeof WINDS)[number] => WINDS[Math.round(turn(bearing_deg) / 45) % 8]!;

/** An arrow that cannot turn with the phone would point nowhere: then the word alone says the direction. */
function turned(arrow: HTMLElement, bearing: number, heading: number | null): void {
  arrow.hidden = heading === null;
  if (heading !== null) arrow.style.transform = `rotate(${turn(bearing - heading)}deg)`;
}
