/** What the marks of the map mean, in words beside the same marks. */
import { h } from "../hiker/dom";
import type { Page } from "./page";

const MARKS = [
  ["you", "●", "map_you"],
  ["here", "▣", "map_this_plate"],
  ["point", "■", "map_points"],
  ["access", "▲", "map_access"],
  ["pad", "H", "map_pad"],
  ["closed", "╍", "map_shut"],
] as const;

export const legend = (page: Page): HTMLElement =>
  h(
    "ul",
    { class: "legend" },
    ...MARKS.map(([kind, mark, word]) => h("li", {}, h("span", { class: kind, "aria-hidden": "true" }, mark), page.say(word))),
  );
