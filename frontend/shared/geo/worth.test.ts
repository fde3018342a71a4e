import { expect, test } from "vitest";
import type { Measured } from "./watch";
import { interval_ms, isWorth } from "./worth";

const START = Date.parse("2026-11-23T03:00:00Z");
const at = (seconds: number, metresNorth: number, uncertainty_m = 10): Measured => ({
  longitude: 126.94,
  latitude: 37.68 + metresNorth / 111_000,
  uncertainty_m,
  altitude_m: null,
  fixed_at: new Date(START + seconds * 1000).toISOString(),
});

/** Return how many of an hour's positions go out, one measured every five seconds. */
function sent(metres_a_second: number, battery_pct: number | null): number {
  let [last, count] = [null as Measured | null, 0];
  for (let second = 0; second < 3600; second += 5) {
    const measured = at(second, second * metres_a_second);
    if (!isWorth(measured, last, battery_pct)) continue;
    last = measured;
    count += 1;
  }
  return count;
}

test("the first position always goes", () => expect(isWorth(at(0, 0), null, 3)).toBe(true));

test("who stands still says so once a minute", () => expect(sent(0, 90)).toBe(60));

test("who walks is followed closely, and less closely as the battery falls", () => {
  const [full, half, low, last] = [90, 40, 15, 5].map((battery) => sent(1.2, battery)) as [number, number, number, number];
  expect(full).toBeGreaterThan(300);
  expect(half).toBeLessThan(full);
  expect(low).toBeLessThan(half);
  expect(last).toBe(60);
});

test("a phone that does not tell its battery is taken for a full one", () => expect(interval_ms(null)).toBe(interval_ms(100)));

test("a clearly smaller radius goes at once, even standing still on the last of the battery", () => {
  expect(isWorth(at(2, 0, 12), at(0, 0, 60), 5)).toBe(true);
  expect(isWorth(at(2, 0, 50), at(0, 0, 60), 5)).toBe(false);
});

test("a jump within the radius is noise", () => {
  expect(isWorth(at(10, 20, 80), at(0, 0, 80), 90)).toBe(false);
  expect(isWorth(at(10, 60, 80), at(0, 0, 80), 90)).toBe(true);
});
