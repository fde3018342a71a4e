/** Why the server refused, in the dispatcher's words: its own sentences are for machines, and in English. */
import type { Key } from "./strings";
import type { Problem } from "./types";

const WHY: Readonly<Record<string, Key>> = {
  "permission-denied": "why_not_yours",
  "not-found": "why_gone",
  invalid: "why_unreadable",
  "parse-error": "why_unreadable",
  unreadable: "why_unreadable",
  "report-differs": "why_said_otherwise",
  "not-mobile": "why_no_mobile",
  "cannot-hand-over": "why_no_hand_over",
  "sharing-off": "why_no_sharing",
  "no-position": "why_nowhere",
  exercise: "why_exercise",
  erased: "why_erased",
  "too-many-references": "why_many_links",
  "too-many-crew-links": "why_many_links",
  "not-sent": "why_not_sent",
};

/** Return the word of a problem's type: `/problems/not-now` is `not-now`. */
export function kindOf(problem: Problem | null): string {
  return problem?.type.replace("/problems/", "") ?? "";
}

/** Return the sentence for a problem; one that is newer than this console is told by its type. */
export function whyRefused(problem: Problem | null): Key {
  return WHY[kindOf(problem)] ?? "why_other";
}
