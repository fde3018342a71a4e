/** The one wrapper around MapLibre: sources by name, light or dark, fitting, and what is in view. */
import {
  LngLatBounds,
  Map as MapLibre,
  ScaleControl,
  setWorkerUrl,
  type GeoJSONSource,
  type LngLatBoundsLike,
} from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { LonLat } from "../geo/distance";
import { grid, type Bounds } from "./grid";
import { drawMark, MARK_RATIO } from "./marks";
import { palette } from "./palette";
import { BESIDE_PX, hasRoom } from "./room";
import { ALL_POINTS, NOTHING, SOURCES, style, type Data, type Points, type Source } from "./style";

setWorkerUrl(workerUrl);

/** Korea, until the areas of the signed-in person are known. */
const FIRST_VIEW: LngLatBoundsLike = [124.6, 33.1, 131.9, 38.6];
const GRID_EVERY_MS = 120;
/** Round what a view must hold, in pixels: the time beside a position must not be cut off either. */
const ROOM: Room = { top: 72, bottom: 72, left: 72, right: BESIDE_PX };
const DRAWN_WITHIN_MS = 5_000;

export type Room = { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };
export type View = { readonly bounds: Bounds; readonly zoom: number };

export class Chart {
  readonly #map: MapLibre;
  readonly #data = Object.fromEntries(SOURCES.map((name) => [name, NOTHING])) as Data;
  readonly #scale = new ScaleControl({ unit: "metric", maxWidth: 140 });
  readonly #still = matchMedia("(prefers-reduced-motion: reduce)");
  #gridAt = 0;
  #dark: boolean;

  /** Draw into an element, and the scale into another, where it covers nothing; throws where the browser has no WebGL. */
  constructor(
    container: HTMLElement,
    scale: HTMLElement,
    dark: boolean,
    readonly points: Points = ALL_POINTS,
  ) {
    this.#dark = dark;
    this.#map = new MapLibre({
      container,
      style: style(palette(dark), this.#data, points),
      bounds: FIRST_VIEW,
      attributionControl: false, // all of it is the operator's own
      dragRotate: false,
      pitchWithRotate: false,
      maxZoom: 21,
      minZoom: 5,
      fadeDuration: 0,
    });
    this.#map.keyboard.disableRotation();
    this.#map.touchZoomRotate.disableRotation();
    scale.append(this.#scale.onAdd(this.#map));
    this.#map.setMissingStyleImageResolver((id) => this.#draw(id));
    this.#map.on("move", () => this.#moveGrid(GRID_EVERY_MS));
    this.#map.on("moveend", () => this.#moveGrid(0));
    this.#map.on("resize", () => this.#moveGrid(0));
    this.#map.once("load", () => this.#moveGrid(0));
    this.#map.on("style.load", () => SOURCES.forEach((name) => this.#fill(name)));
  }

  /** Name what the keys move: no landmark of its own, because the panel around it is one already. */
  setTitle(title: string): void {
    const canvas = this.#map.getCanvas();
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", title);
  }

  /** Show these features in place of what the source held. */
  set(name: Source, features: GeoJSON.FeatureCollection): void {
    if (this.#data[name] === features) return;
    this.#data[name] = features;
    this.#fill(name);
  }

  /** Change to the light or the dark map; the data stay. */
  setDark(dark: boolean): void {
    if (dark === this.#dark) return;
    this.#dark = dark;
    this.#map.setStyle(style(palette(dark), this.#data, this.points));
  }

  /** Draw with so many times the pixels, where the page shows the map so many times as large. */
  sharpen(times: number): void {
    this.#map.setPixelRatio(devicePixelRatio * times);
  }

  /** Move so that all points are in view, no closer than a house, with so much room round them. */
  fit(points: readonly LonLat[], padding: Room = ROOM): void {
    const bounds = new LngLatBounds();
    points.forEach(([longitude, latitude]) => bounds.extend([longitude, latitude]));
    if (bounds.isEmpty()) return;
    this.#map.fitBounds(bounds, { padding: { ...padding }, maxZoom: 17.5, duration: this.#still.matches ? 0 : 400 });
  }

  /** Say whether a point is in view, with the time that stands beside it. */
  shows([longitude, latitude]: LonLat): boolean {
    const { clientWidth, clientHeight } = this.#map.getContainer();
    const { x, y } = this.#map.project([longitude, latitude]);
    return hasRoom({ x, y }, { width: clientWidth, height: clientHeight });
  }

  zoomBy(levels: 1 | -1): void {
    this.#map.zoomTo(this.#map.getZoom() + levels, { duration: this.#still.matches ? 0 : 200 });
  }

  /** Call when the view has come to rest, and once at the start. */
  onView(call: (view: View) => void): void {
    const tell = (): void => call({ bounds: this.#bounds(), zoom: this.#map.getZoom() });
    this.#map.on("moveend", tell);
    this.#map.once("load", tell);
  }

  /** Call with the `id` of a clicked feature of a source. */
  onPick(name: Source, call: (id: string) => void): void {
    this.#map.on("click", name, ({ features }) => {
      const id: unknown = features?.[0]?.properties["id"];
      if (typeof id === "string") call(id);
    });
    this.#map.on("mouseenter", name, () => (this.#map.getCanvas().style.cursor = "pointer"));
    this.#map.on("mouseleave", name, () => (this.#map.getCanvas().style.cursor = ""));
  }

  /** Resolve when what was set is on the screen, when the map is gone, or after some seconds on one that draws no more. */
  drawn(): Promise<void> {
    return new Promise((resolve) => {
      const late = setTimeout(resolve, DRAWN_WITHIN_MS);
      // The frame after an idle map is the first that is not held up by drawing it.
      this.#map.once("idle", () => {
        clearTimeout(late);
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
      });
      this.#map.once("remove", () => resolve());
    });
  }

  destroy(): void {
    this.#scale.onRemove();
    this.#map.remove();
  }

  /** Before the style is there the source is not either; it is filled when the style has come. */
  #fill(name: Source): void {
    this.#map.getSource<GeoJSONSource>(name)?.setData(this.#data[name]);
  }

  #draw(name: string): void {
    const mark = drawMark(name);
    if (mark && !this.#map.hasImage(name)) this.#map.addImage(name, mark, { pixelRatio: MARK_RATIO });
  }

  #moveGrid(every_ms: number): void {
    const now = performance.now();
    if (now - this.#gridAt < every_ms) return;
    this.#gridAt = now;
    this.set("grid", grid(this.#bounds(), this.#map.getZoom()));
  }

  #bounds(): Bounds {
    const bounds = this.#map.getBounds();
    return { west: bounds.getWest(), south: bounds.getSouth(), east: bounds.getEast(), north: bounds.getNorth() };
  }
}
