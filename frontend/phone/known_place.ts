/** The page of a plate that was never visited, with no line: its place is told from what is kept on this phone. */
import { by, h } from "../hiker/dom";
import { plateOf } from "../shared/api/plates";
import type { Page } from "./page";

/** Fill the shell when a package knows its plate. */
export function mount(page: Page): void {
  const plate = plateOf(new URL(location.href));
  const form = by("send");
  // A page from the server tells its place itself, or why it knows none.
  if (!plate || !form?.hasAttribute("data-shell") || !("indexedDB" in globalThis)) return;
  const kept = document.querySelector<HTMLElement>("p.notice.caution");
  page.changed((report) => {
    // The centre has answered: there is a line again.
    if (kept && report?.kept.receipt) kept.hidden = true;
  });
  void import("./known_place_told").then(({ tell }) => tell(page, plate.code, form)).catch((error: unknown) => console.warn(error));
}

/** Put what stands on a plate where the server's page has it. */
export function shown(title: string, lines: readonly (readonly [string, string])[]): void {
  const heading = document.querySelector("header.place h1");
  if (heading) heading.textContent = title;
  const entry = ([term, text]: readonly [string, string]): HTMLElement => h("div", {}, h("dt", {}, term), h("dd", {}, text));
  document.querySelector("header.place")?.after(h("dl", { class: "known" }, ...lines.map(entry)));
}
