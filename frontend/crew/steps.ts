/** How far a crew is: what the server knows, and what was noted since. Pure. */
import type { Noted, Step, UnitState } from "./types";

const ORDER: readonly UnitState[] = ["assigned", "en_route", "on_scene", "cleared"];
const LEADS_TO: Readonly<Record<Step, UnitState>> = { en_route: "en_route", on_scene: "on_scene", clear: "cleared" };

/** Return the furthest of what the server knows and what waits on the phone. */
export function stateOf(known: UnitState, noted: readonly Noted[]): UnitState {
  const reached = [known, ...noted.map(({ step }) => LEADS_TO[step])];
  return reached.reduce((best, one) => (ORDER.indexOf(one) > ORDER.indexOf(best) ? one : best));
}

/** Return what comes next. Nothing does when the crew is free again. */
export function nextSteps(state: UnitState): readonly Step[] {
  const next: Readonly<Record<UnitState, readonly Step[]>> = { assigned: ["en_route", "on_scene"], en_route: ["on_scene"], on_scene: ["clear"], cleared: [] };
  return next[state];
}
