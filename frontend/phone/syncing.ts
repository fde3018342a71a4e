/** While something of a report is unsent, the browser is asked to send it even when this page is closed. */
import { due } from "../shared/outbox/kept";
import { askToSync } from "./install";
import type { Page } from "./page";

export function mount(page: Page): void {
  let asked = false;
  page.changed((report) => {
    const waits = Boolean(report && due(report.kept));
    if (waits && !asked) void askToSync();
    asked = waits;
  });
}
