import { expect, test } from "vitest";
import { lastAsked } from "./position_asked";
import { reached } from "./timeline_words";
import type { Detail, Message } from "./types";

const entry = (kind: string, at: string) => ({ id: 1, sequence: 1, kind, at, actor_name: "dispatcher", data: {} });
const fix = (received_at: string) => ({ sequence: 1, longitude: 127, latitude: 37, uncertainty_m: 8, fixed_at: received_at, received_at });
const said = (more: Partial<Message>): Message => ({ id: "1", from_centre: true, author: "dispatcher", text: "?", quick: "", at: "2026-11-23T05:00:10Z", ...more });
const told = (timeline: Detail["timeline"], messages: Message[], times: string[]) =>
  lastAsked({ timeline, messages, report_list: [{ fixes: times.map(fix) }] as unknown as Detail["report_list"] });

test("nobody was asked while nobody has asked", () => {
  expect(told([entry("opened", "2026-11-23T05:00:00Z")], [], [])).toBeNull();
});

test("a position that came before the question does not answer it", () => {
  const asked = told([entry("position_asked", "2026-11-23T05:00:10Z")], [said({ shown: [] })], ["2026-11-23T05:00:05Z"]);
  expect(asked).toMatchObject({ by: "dispatcher", shown_at: null, answered_at: null });
});

test("the first position after the question answers it, and the phone's screen is told", () => {
  const shown = [{ report: "r", shown_at: "2026-11-23T05:00:11Z", read_at: null }];
  const asked = told([entry("position_asked", "2026-11-23T05:00:10Z")], [said({ shown })], ["2026-11-23T05:00:30Z", "2026-11-23T05:00:20Z"]);
  expect(asked).toMatchObject({ shown_at: "2026-11-23T05:00:11Z", answered_at: "2026-11-23T05:00:20Z" });
});

test("a message is unseen, then on a screen, then read", () => {
  expect(reached(said({ shown: [] }))).toEqual({ how: "seen_not", at: null });
  const one = { report: "r", shown_at: "2026-11-23T05:00:11Z", read_at: null };
  expect(reached(said({ shown: [one] }))).toEqual({ how: "seen_shown", at: one.shown_at });
  expect(reached(said({ shown: [one, { ...one, read_at: "2026-11-23T05:00:15Z" }] }))).toEqual({ how: "seen_read", at: "2026-11-23T05:00:15Z" });
  expect(reached(said({ from_centre: false }))).toBeNull();
});
