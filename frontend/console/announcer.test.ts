import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Announcer } from "./announcer.svelte";
import { say } from "./settings.svelte";

let announcer: Announcer;

beforeEach(() => {
  vi.useFakeTimers();
  announcer = new Announcer();
});
afterEach(() => {
  announcer.stop();
  vi.useRealTimers();
});

/** Listen until nothing more is said. */
function heard(): string[] {
  const told = [announcer.said.text];
  while (vi.getTimerCount() > 0) {
    vi.advanceTimersToNextTimer();
    if (announcer.said.text !== told.at(-1)) told.push(announcer.said.text);
  }
  return told;
}

it("says what comes while it speaks afterwards, in the order in which it came", () => {
  ["노고산 정상", "북한산 3차 조망지", "신고자의 말: 추워요"].forEach((text) => announcer.tell(text));
  expect(heard()).toEqual(["노고산 정상", "북한산 3차 조망지", "신고자의 말: 추워요"]);
});

it("leaves the last sentence standing, and says the next one at once", () => {
  announcer.tell("one");
  heard();
  expect(announcer.said.text).toBe("one");
  announcer.tell("two");
  expect(announcer.said.text).toBe("two");
});

it("says the same words again as something new", () => {
  announcer.tell("one");
  const first = announcer.said.id;
  heard();
  announcer.tell("one");
  expect(announcer.said.id).not.toBe(first);
});

it("tells a rush as a number instead of speaking for minutes", () => {
  for (let report = 1; report <= 40; report += 1) announcer.tell(`report ${report}`);
  const told = heard();
  expect(told).toHaveLength(7);
  expect(told.at(-1)).toBe(say("arrived_more", { count: 34 }));
});
