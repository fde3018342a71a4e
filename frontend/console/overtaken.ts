/** What happened to an incident after somebody began to decide about it. Pure: timelines in, entries out. */
import type { Detail, Frame, TimelineEntry } from "./types";

/** What changes the version that an action must name: a decision may rest on each of them. */
const ACTS = ["opened", "acknowledged", "dispatched", "closed", "reopened", "merged", "merged_into", "split", "split_off"];
const MOVES = [...ACTS, "report_received", "report_cancelled", "message_from_person"];

/** Return the number of the last event that is on screen; 0 when none is. */
export function lastSequence(detail: Pick<Detail, "timeline"> | null): number {
  return Math.max(0, ...(detail?.timeline ?? []).map((entry) => entry.sequence));
}

/** Return what moved the incident on after an event. */
export function movesSince(timeline: readonly TimelineEntry[], sequence: number): TimelineEntry[] {
  return timeline.filter((entry) => entry.sequence > sequence && MOVES.includes(entry.kind));
}

/** Return what other dispatchers did after an event. */
export function actsSince(timeline: readonly TimelineEntry[], sequence: number, me: string): TimelineEntry[] {
  return timeline.filter((entry) => entry.sequence > sequence && ACTS.includes(entry.kind) && entry.actor_name !== me);
}

/** Return who was faster, and with what: the last step that a dispatcher took. */
export function lastAct(timeline: readonly TimelineEntry[]): TimelineEntry | undefined {
  return timeline.filter((entry) => ACTS.includes(entry.kind)).at(-1);
}

/** Return the timeline with what the stream told; positions are counted by the server, so they wait for it. */
export function withEntry(timeline: readonly TimelineEntry[], frame: Frame): TimelineEntry[] {
  const { sequence, kind, at, actor_name, data } = frame;
  const isKnown = kind === "fixes_received" || timeline.some((entry) => entry.sequence === sequence);
  return isKnown ? [...timeline] : [...timeline, { sequence, kind, at, actor_name, data }];
}
