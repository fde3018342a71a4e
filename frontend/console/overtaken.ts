/** What happened to an incident after somebody began to decide about it. Pure: timelines in, entries out. */
import type { Detail, Frame, TimelineEntry } from "./types";

/** What changes the version that an action must name: a decision may rest on each of them. */
const ACTS = ["opened", "acknowledged", "dispatched", "closed", "reopened", "merged", "merged_into", "split", "split_off"];
const MOVES = [
  ...ACTS,
  "report_received", "report_cancelled", "message_from_person",
  "unit_assigned", "unit_en_route", "unit_on_scene", "unit_cleared",
  "hand_over_offered", "hand_over_refused", "hand_over_withdrawn", "hand_over_lapsed", "handed_over", "taken_over",
  "locate_requested", "reference_made", "reference_revoked", "consent_withdrawn",
];

/** Return the id of the last event on screen, 0 when there is none: two centres may have worked on it, and each counts its own. */
export function lastEntry(detail: Pick<Detail, "timeline"> | null): number {
  return Math.max(0, ...(detail?.timeline ?? []).map((entry) => entry.id));
}

/** Return what moved the incident on after an event. */
export function movesSince(timeline: readonly TimelineEntry[], seen: number): TimelineEntry[] {
  return timeline.filter((entry) => entry.id > seen && MOVES.includes(entry.kind));
}

/** Return what other dispatchers did after an event. */
export function actsSince(timeline: readonly TimelineEntry[], seen: number, me: string): TimelineEntry[] {
  return timeline.filter((entry) => entry.id > seen && ACTS.includes(entry.kind) && entry.actor_name !== me);
}

/** Return who was faster, and with what: the last step that a dispatcher took. */
export function lastAct(timeline: readonly TimelineEntry[]): TimelineEntry | undefined {
  return timeline.filter((entry) => ACTS.includes(entry.kind)).at(-1);
}

/** Return the timeline with what the stream told; positions are counted by the server, so they wait for it. */
export function withEntry(timeline: readonly TimelineEntry[], frame: Frame): TimelineEntry[] {
  const { id, sequence, kind, at, actor_name, data } = frame;
  const isKnown = kind === "fixes_received" || timeline.some((entry) => entry.id === id);
  return isKnown ? [...timeline] : [...timeline, { id, sequence, kind, at, actor_name, data }];
}
