import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { complete, isComplete } from "./complete";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Return whether a page has been found complete by now. */
const watched = (client: string): { readonly done: boolean } => {
  const found = { done: false };
  void complete(client).then(() => (found.done = true));
  return found;
};

test("a page is complete when it says so, and no other page with it", async () => {
  const [one, other] = [watched("one"), watched("other")];
  isComplete("one");
  isComplete(undefined);
  isComplete("a page that nobody waits for");
  await vi.advanceTimersByTimeAsync(0);
  expect([one.done, other.done]).toEqual([true, false]);
});

test("a page that never says so, because it was closed, is renewed all the same", async () => {
  const one = watched("one");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(one.done).toBe(true);
});
