/** Practice: from any plate's page to the same page as an exercise, which is hatched all around. */
import "./exercise.css";
import { by, h } from "../hiker/dom";
import type { Page } from "./page";

export function mount(page: Page): void {
  // "This plate" needs one: not where nothing was scanned, nor where nothing hangs.
  if (page.isExercise || page.isDeviceOnly || !by("send")?.hasAttribute("data-place")) return;
  const link = h("a", { href: `?lang=${page.language}&exercise` }, page.say("exercise_try"));
  page.further().append(h("p", { class: "exercise-link" }, link));
}
