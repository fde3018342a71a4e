/** The surroundings on this phone: offered with their size, and asked when there is no line. Comes as a part of its own. */
import "./packages.css";
import { h } from "../hiker/dom";
import type { Page } from "./page";

export function mount(page: Page): void {
  if (!("indexedDB" in globalThis) || !("DecompressionStream" in globalThis)) return;
  const section = h("section", { id: "packages", hidden: true, "aria-labelledby": "packages-title" });
  page.further().append(section);
  void import("./packages_open")
    .then(({ open }) => open(page, section))
    .catch((error: unknown) => console.warn("No packages:", error));
}
