/** The map of what this phone keeps: opened at a touch, drawn without a line, closed by its button, Escape, or the back key. */
import "./map.css";
import { button, h, write } from "../hiker/dom";
import { plateOf } from "../shared/api/plates";
import { type LonLat, circle } from "../shared/geo/distance";
import { type Measured, type Trouble, watch } from "../shared/geo/watch";
import { Chart, type View } from "../shared/map/chart";
import { type Position, drawPositions } from "../shared/map/positions";
import type { Place } from "../shared/package/surroundings";
import { type Counted, accessOf, areasOf, closuresOf, cornersOf, counted, pointsOf, ticksOf, trails, trailsOf } from "./map_features";
import { legend } from "./map_legend";
import { openAll } from "./nearby";
import type { Packages } from "./packages_store";
import type { Page } from "./page";
import type { PhoneWord } from "./words";

/** What is around a plate when the map opens. */
const AROUND_M = 600;
/** The map thins its plates itself, so it may show them from far off. */
const THINNED = { pointsFrom: 0, pointNamesFrom: 14.5 };
const TROUBLE: Record<Trouble, PhoneWord> = {
  denied: "package_denied", insecure: "package_denied", unavailable: "package_no_position", over: "package_over",
};

/** Show the map until it is closed. */
export async function open(page: Page, packages: Packages): Promise<void> {
  const { all, isNewer } = await openAll(packages);
  const named = (name_ko: string, name_en: string): string => (page.language === "ko" ? "" : name_en) || name_ko;
  const sheet = new Sheet(page);
  if (!all.length) {
    sheet.tell(page.say(isNewer ? "package_newer" : "package_elsewhere"));
    return;
  }
  const chart = sheet.drawn();
  if (!chart) return;
  const known = trails(all);
  const [lines, access] = [trailsOf(known, named), accessOf(all, named)];
  const closures = closuresOf(all, known, Date.now(), named, (reason) => page.say("map_closed", { reason }));
  chart.set("areas", areasOf(all));
  chart.set("trails", lines);
  chart.set("ticks", ticksOf(known, named));
  chart.set("access", access);
  chart.set("closures", closures);
  chart.onView(({ bounds, zoom }: View) => {
    const points = pointsOf(all, bounds, zoom, named);
    chart.set("points", points);
    sheet.count(counted(all, { points, lines, access, closures }, bounds));
  });
  const code = page.tag || plateOf(new URL(location.href))?.code;
  const plate = code ? all.map((one) => one.byCode(code)).find(Boolean) : null;
  chart.fit(plate ? circle(plate.at, AROUND_M, 8) : cornersOf(all.slice(0, 1)));
  const here = new Here(page, chart, plate ?? null, named);
  const unwatch = watch(
    (measured) => {
      sheet.tell(page.say("package_radius", { metres: Math.ceil(measured.uncertainty_m) }));
      here.moved(measured);
    },
    (why) => sheet.tell(page.say(TROUBLE[why])),
  );
  sheet.onHere(() => here.show());
  sheet.onClosed(() => {
    unwatch();
    chart.destroy();
  });
}

/** The own position, and the plate of this page. */
class Here {
  #mine: Measured | null = null;

  constructor(
    readonly page: Page,
    readonly chart: Chart,
    readonly plate: Place | null,
    readonly named: (name_ko: string, name_en: string) => string,
  ) {
    this.#draw();
  }

  moved(measured: Measured): void {
    const isFirst = !this.#mine;
    this.#mine = measured;
    this.#draw();
    // A map that has opened on a plate stays there: the person may be reading it.
    if (isFirst && !this.plate) this.show();
  }

  show(): void {
    const { longitude, latitude, uncertainty_m } = this.#mine ?? {};
    const at: LonLat | undefined = longitude === undefined || latitude === undefined ? this.plate?.at : [longitude, latitude];
    if (at) this.chart.fit(circle(at, Math.max(uncertainty_m ?? 0, AROUND_M), 8));
  }

  #draw(): void {
    const [plate, mine] = [this.plate, this.#mine];
    const shown: Position[] = plate
      ? [{
          longitude: plate.at[0], latitude: plate.at[1], uncertainty_m: plate.uncertainty_m, source: "plate", fixed_at: null, best: true,
          label: this.named(plate.name_ko, plate.name_en),
        }]
      : [];
    const track: Position[] = mine ? [{ ...mine, source: "device", fixed_at: Date.parse(mine.fixed_at), best: true, label: this.page.say("map_you") }] : [];
    const { circles, positions } = drawPositions([track], shown, Date.now());
    this.chart.set("circles", circles);
    // The own mark over the plate's, whose corners stay in sight around it.
    this.chart.set("positions", { ...positions, features: [...positions.features].reverse() });
  }
}

/** The dialog over the whole screen; everything else waits behind it. */
class Sheet {
  readonly #canvas = h("div", { class: "canvas" });
  readonly #scale = h("div", { class: "scale" });
  readonly #seen = h("p", { role: "status" });
  readonly #said = h("p", { role: "status" });
  readonly #tools = h("div", { class: "tools" });
  readonly #root: HTMLDialogElement;
  readonly #ends: (() => void)[] = [];

  constructor(readonly page: Page) {
    const title = h("h2", { id: "map-title" }, page.say("map_title"));
    const close = button(page.say("map_close"), () => this.#root.close());
    this.#root = h(
      "dialog",
      { class: "map", "aria-labelledby": "map-title", "aria-describedby": "map-list" },
      h("header", {}, title, close),
      h("div", { class: "told" }, this.#seen, this.#said),
      this.#canvas,
      this.#tools,
      h("footer", {}, this.#scale, legend(page), h("p", { id: "map-list", class: "quiet" }, page.say("map_list"))),
    ) as HTMLDialogElement;
    document.body.append(this.#root);
    this.#root.showModal();
    this.#backCloses();
    this.#centreIsHeard();
    this.#root.addEventListener("close", () => {
      for (const end of this.#ends) end();
      this.#root.remove();
    });
  }

  /** Return the map; null where the browser cannot draw one, which is said. */
  drawn(): Chart | null {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    try {
      const chart = new Chart(this.#canvas, this.#scale, dark.matches, THINNED);
      chart.setTitle(this.page.say("map_title"));
      const change = (): void => chart.setDark(dark.matches);
      dark.addEventListener("change", change);
      this.onClosed(() => dark.removeEventListener("change", change));
      this.#tools.append(this.#tool("+", "map_closer", () => chart.zoomBy(1)), this.#tool("−", "map_further", () => chart.zoomBy(-1)));
      return chart;
    } catch (error) {
      console.warn(error);
      this.#canvas.replaceChildren(h("p", { class: "notice" }, this.page.say("map_none")));
      return null;
    }
  }

  tell(text: string): void {
    write(this.#said, text);
  }

  /** Say what is in view: whoever does not see the map hears it, too. */
  count({ places, drawn, plates, trails: lines, access, closures }: Counted): void {
    const { page } = this;
    const more = places > drawn ? [page.say("map_thinned")] : [];
    const shut = closures ? [page.say("map_closures", { count: closures })] : [];
    write(this.#seen, [page.say("map_view", { plates, trails: lines, access }), ...shut, ...more].join(" "));
    Object.assign(this.#root.dataset, { places, drawn, plates, trails: lines, access, closures });
  }

  onHere(call: () => void): void {
    this.#tools.append(button(this.page.say("map_here"), call));
  }

  onClosed(call: () => void): void {
    this.#ends.push(call);
  }

  #tool(sign: string, word: PhoneWord, call: () => void): HTMLElement {
    const tool = button(sign, call);
    tool.setAttribute("aria-label", this.page.say(word));
    return tool;
  }

  /** The back key leads out of the map, as out of any screen, and not off the page. */
  #backCloses(): void {
    history.pushState({ map: true }, "");
    const back = (): void => this.#root.close();
    addEventListener("popstate", back);
    this.onClosed(() => {
      removeEventListener("popstate", back);
      if ((history.state as { map?: boolean } | null)?.map) history.back();
    });
  }

  /** What the centre says must not wait behind a map. */
  #centreIsHeard(): void {
    const words = (): string => this.page.report()?.status?.messages.filter(({ from_centre }) => from_centre).at(-1)?.text ?? "";
    const before = words();
    const told = h("p", { class: "notice centre", role: "alert", hidden: true });
    this.#root.querySelector(".told")?.append(told);
    const listening = setInterval(() => {
      const now = words();
      told.hidden = now === before;
      if (!told.hidden) write(told, `${this.page.centre}: ${now}`);
    }, 1000);
    this.onClosed(() => clearInterval(listening));
  }
}
