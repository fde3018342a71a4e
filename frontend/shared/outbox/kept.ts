/** One report as it waits on this phone. Values only: what changes is written as a whole. */
import type { Fix, Key, Message, Receipt, ReportBody } from "../api/reports";
import { newSecret } from "./secret";
import { uuid7 } from "./uuid";

export interface Kept extends Key {
  readonly made_at: string;
  /** The plate's public code as it was given: where this report can be found again. */
  readonly tag: string;
  /** The token of the centre's link that it answers. */
  readonly locate?: string | undefined;
  /** Erased when the centre has confirmed it; what stays lets this phone follow and amend its report. */
  readonly body: ReportBody | null;
  readonly receipt: Receipt | null;
  readonly fixes: readonly Fix[];
  readonly lastSequence: number;
  readonly messages: readonly Message[];
  readonly cancel: "safe" | "mistake" | null;
  /** Why the server will never take it, in its own words. */
  readonly refused: { readonly type: string; readonly detail: string } | null;
  /** How far the server's clock is ahead of this phone's. */
  readonly clockAhead_ms: number;
  /** When this phone learned that the incident is closed, in milliseconds since 1970; it may be reopened. */
  readonly closed_ms: number | null;
}

/** What one message may hold; the server counts characters as people do. */
export const MOST_CHARACTERS = /[^]{1,1000}/gu;
export const DAY_MS = 86_400_000;
/** A mistaken close is noticed within the hour. */
export const REOPENED_WITHIN_MS = 3_600_000;

export function newKept(body: ReportBody & Pick<Kept, "locate">, now: number = Date.now()): Kept {
  return {
    id: uuid7(now),
    secret: newSecret(),
    made_at: new Date(now).toISOString(),
    tag: body.tag,
    locate: body.locate,
    body,
    receipt: null,
    fixes: [],
    lastSequence: 0,
    messages: [],
    cancel: null,
    refused: null,
    clockAhead_ms: 0,
    closed_ms: null,
  };
}

/** What to send next: the report itself, then words, then a cancellation, then positions. */
export type Due = "report" | "messages" | "cancel" | "fixes" | null;

export function due(kept: Kept): Due {
  if (kept.body) return kept.refused ? null : "report";
  if (kept.messages.length) return "messages";
  if (kept.cancel) return "cancel";
  return kept.fixes.length ? "fixes" : null;
}

/** What to do with a report that is found when the page opens: go on, ask first, or erase. */
export function found(kept: Kept, now: number = Date.now()): "go on" | "ask" | "erase" {
  const old = now - Date.parse(kept.made_at) > DAY_MS;
  if (kept.refused || (kept.closed_ms && now - kept.closed_ms > REOPENED_WITHIN_MS)) return "erase";
  if (!old) return "go on";
  return kept.body ? "ask" : "erase";
}

/**
 * Whether a report must leave the button in its reach: the centre's link asks for an answer of its own, and whose
 * report was received may stand at another plate by now.
 */
export const isElsewhere = (kept: Kept, tag: string, locate: string | undefined): boolean =>
  locate ? kept.locate !== locate : !kept.body && kept.tag !== tag;
