/** What the tests of the outbox share: a disk in memory, a server that answers from a list, and what is sent. */

import { vi } from "vitest";
import { type Answer, NoAnswer } from "../api/http";
import type { ReportBody } from "../api/reports";
import type { Kept } from "./kept";
import { type InTurn, Outbox } from "./outbox";
import type { Store } from "./store";

export const BODY: ReportBody = {
  tag: "48279153",
  seal: "K7Q4M",
  language: "ko",
  consent: { version: "1", language: "ko", purposes: ["dispatch"], text_sha256: "0" },
  sent_at: "2026-11-22T05:00:00Z",
  exercise: false,
  battery_pct: null,
  fix: null,
};
export const FIX = { longitude: 126.9, latitude: 37.6, uncertainty_m: 12, altitude_m: null, fixed_at: "2026-11-22T05:00:00.000Z" };

export type Sent = { what: string; id: string; body: unknown };
export const answer = (status: number, body: unknown, more: Partial<Answer> = {}): Answer => ({
  status,
  body,
  retryAfter_ms: null,
  clock_ms: null,
  ...more,
});

/** A disk in memory, and a server that answers from a list; then it confirms everything. */
export function world(answers: (Answer | "silence")[] = []) {
  const disk = new Map<string, Kept>();
  const sent: Sent[] = [];
  const store: Store<Kept> = {
    durable: true,
    all: async () => [...disk.values()],
    put: async (id, kept) => void disk.set(id, kept),
    remove: async (id) => void disk.delete(id),
  };
  const reply = (what: string, id: string, body: unknown): Answer => {
    sent.push({ what, id, body });
    const next = answers.shift();
    if (next === "silence") throw new NoAnswer();
    if (next) return next;
    if (what === "messages") return answer(201, { message: (body as { id: string }).id });
    if (what === "fixes") return answer(200, { accepted: [] });
    return answer(what === "report" ? 201 : 200, { report: id });
  };
  const wire = {
    put: async (key: { id: string }, body: unknown) => reply("report", key.id, body),
    post: async (key: { id: string }, what: string, body: unknown) => reply(what, key.id, body),
  };
  let last = Promise.resolve();
  const inTurn: InTurn = (_, act) => (last = last.then(act));
  /** Another tab, or another report of the same page. */
  const another = (): Outbox => new Outbox(store, wire, inTurn);
  return { outbox: another(), another, disk, sent, store, wire };
}

/** Let so much time pass. */
export const settle = (milliseconds = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

/** Return the numbers of the positions that were sent, in order. */
export const numbers = (sent: Sent[]): number[] =>
  sent.flatMap(({ what, body }) =>
    what === "fixes" ? (body as { fixes: { sequence: number }[] }).fixes.map((fix) => fix.sequence) : [],
  );
