import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { paced } from "./pace";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const clock = (): number => Date.now();

it("acts once for all who ask within its time, and again for who asks later", async () => {
  const act = vi.fn(async () => undefined);
  const ask = paced(500, act, clock);
  ask();
  ask();
  expect(act).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(500);
  expect(act).toHaveBeenCalledTimes(1);
  ask();
  await vi.advanceTimersByTimeAsync(500);
  expect(act).toHaveBeenCalledTimes(2);
});

it("is not put off for ever by those who go on asking", async () => {
  const act = vi.fn(async () => undefined);
  const ask = paced(500, act, clock);
  for (let asked = 0; asked < 40; asked += 1) {
    ask();
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(act.mock.calls.length).toBeGreaterThanOrEqual(3);
});

it("rests ten times as long as it took, and never runs twice at once", async () => {
  const act = vi.fn(() => new Promise<void>((done) => setTimeout(done, 200)));
  const ask = paced(500, act, clock);
  ask();
  await vi.advanceTimersByTimeAsync(600);
  ask();
  expect(act).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(act).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(act).toHaveBeenCalledTimes(2);
});

it("does what was asked while it was at work", async () => {
  const act = vi.fn(() => new Promise<void>((done) => setTimeout(done, 10)));
  const ask = paced(500, act, clock);
  ask();
  await vi.advanceTimersByTimeAsync(505);
  ask();
  await vi.advanceTimersByTimeAsync(600);
  expect(act).toHaveBeenCalledTimes(2);
});

it("rests three seconds at the most, however long it took", async () => {
  const act = vi.fn(() => new Promise<void>((done) => setTimeout(done, 1_000)));
  const ask = paced(500, act, clock);
  ask();
  await vi.advanceTimersByTimeAsync(1_500);
  ask();
  await vi.advanceTimersByTimeAsync(2_999);
  expect(act).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(act).toHaveBeenCalledTimes(2);
});
