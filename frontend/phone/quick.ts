/** Answers by one touch: in the person's language here, as a key to the centre, which reads it in its own. */
import { button } from "../hiker/dom";
import { uuid7 } from "../shared/outbox/uuid";
import type { Page } from "./page";

export const ANSWERS = ["yes", "no", "cannot_speak", "cannot_move", "bleeding", "breathing", "hard_to_breathe"] as const;
export type Quick = (typeof ANSWERS)[number] | "silent" | "silent_over";

/** A trembling finger says it once; the same answer to the next question is another one. */
const ONCE_MS = 2_000;

/** Say an answer; it waits on the phone like any words. */
export function tell(page: Page, quick: Quick): void {
  void page.report()?.outbox.say({ id: uuid7(), text: page.say(`quick_${quick}`), quick });
}

/** Return a button for each answer. */
export function answers(page: Page): HTMLElement[] {
  return ANSWERS.map((quick) => {
    const choice = button(page.say(`quick_${quick}`), () => {
      if (choice.ariaPressed) return;
      choice.ariaPressed = "true";
      setTimeout(() => (choice.ariaPressed = null), ONCE_MS);
      tell(page, quick);
    });
    return choice;
  });
}
