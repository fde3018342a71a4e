/** Who comes, and when they are expected: said below the receipt from the moment when the centre sends a unit. */
import "./coming.css";
import { h } from "../hiker/dom";
import type { Coming } from "../shared/api/reports";
import type { Page } from "./page";
import type { PhoneWord } from "./words";

const KINDS = ["ambulance", "rescue", "mountain", "fire", "helicopter", "boat", "police"];

export function mount(page: Page): void {
  const list = h("ul", { class: "coming", role: "status", hidden: true });
  page.beside().prepend(list);
  let shown = "";
  page.changed((report) => {
    const units = report?.status?.state === "closed" ? [] : (report?.status?.units ?? []);
    const lines = units.map((unit) => told(page, unit));
    // Said once for each change, not once a second.
    if (lines.join("\n") === shown) return;
    shown = lines.join("\n");
    list.hidden = !lines.length;
    list.replaceChildren(...lines.map((line) => h("li", {}, line)));
  });
}

/** Return what is said of one unit: `Mountain rescue: on the way to you. Expected at 14:40`. */
export function told(page: Pick<Page, "say">, { kind, state, expected_at }: Coming): string {
  // A kind that is newer than this page is help, too.
  const unit = page.say(`unit_${KINDS.includes(kind) ? kind : "other"}` as PhoneWord);
  const time = expected_at && new Date(expected_at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const expected = time && state !== "on_scene" ? [page.say("coming_expected", { time })] : [];
  return [page.say(`coming_${state}`, { unit }), ...expected].join(" ");
}
