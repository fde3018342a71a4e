import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pace, read } from "./watch";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the first position goes at once, then the newest one every five seconds", () => {
  const sent: number[] = [];
  const paced = pace<number>((value) => sent.push(value), 5000);
  for (const value of [1, 2, 3]) paced.take(value);
  expect(sent).toEqual([1]);
  vi.advanceTimersByTime(5000);
  expect(sent).toEqual([1, 3]);
  vi.advanceTimersByTime(60_000);
  expect(sent).toEqual([1, 3]);
  paced.take(4);
  expect(sent).toEqual([1, 3, 4]);
});

test("after the stop nothing goes any more", () => {
  const sent: number[] = [];
  const paced = pace<number>((value) => sent.push(value), 5000);
  paced.take(1);
  paced.take(2);
  paced.stop();
  vi.advanceTimersByTime(60_000);
  expect(sent).toEqual([1]);
});

const position = (coords: Partial<GeolocationCoordinates>, timestamp: number): GeolocationPosition =>
  ({ coords: { longitude: 126.9, latitude: 37.6, accuracy: 12, altitude: null, ...coords }, timestamp }) as never;

test("a position keeps its radius and its own time", () => {
  const now = Date.UTC(2026, 10, 22);
  expect(read(position({}, now - 4000), now)).toEqual({
    longitude: 126.9,
    latitude: 37.6,
    uncertainty_m: 12,
    altitude_m: null,
    fixed_at: "2026-11-21T23:59:56.000Z",
  });
});

test("nonsense is no position, and a clock from another year is not believed", () => {
  const now = Date.UTC(2026, 10, 22);
  expect(read(position({ longitude: NaN }, now), now)).toBeNull();
  expect(read(position({ longitude: 0, latitude: 0 }, now), now)).toBeNull();
  expect(read(position({}, 42), now)?.fixed_at).toBe("2026-11-22T00:00:00.000Z");
});
