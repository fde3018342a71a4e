/** An address that could not be asked for: the worker shows the start page in its place, and this says so. */
import { h } from "../hiker/dom";
import type { Page } from "./page";

export function mount(page: Page): void {
  const main = document.querySelector("main[data-away]");
  main?.prepend(h("p", { class: "notice caution", role: "status" }, page.say("offline_unknown")));
}
