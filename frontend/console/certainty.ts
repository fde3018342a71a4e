/** How sure a position is, in the words of a list: every place that shows an incident in short asks here. Pure. */
import { radius } from "../shared/i18n/format";
import type { Row } from "./types";

/** The phone is where nobody at the plate can be: the place's name misleads. */
const CONTRADICTIONS = ["elsewhere", "fast"];

/** Return the best position's radius, `±15 m`; null where nothing is known. */
export function within(row: Row): string | null {
  return row.uncertainty_m === null ? null : `±${radius(row.uncertainty_m)} m`;
}

/** Return how the phone contradicts the plate that the row names; null when it does not. */
export function contradiction(row: Row): string | null {
  return CONTRADICTIONS.includes(row.agreement_kind) ? row.agreement_kind : null;
}
