import { expect, test } from "vitest";
import { wait_ms } from "./backoff";

test("waits double from one second to thirty", () => {
  expect([1, 2, 3, 4, 5, 6, 20].map((failures) => wait_ms(failures, null, 0))).toEqual([
    1000, 2000, 4000, 8000, 16_000, 30_000, 30_000,
  ]);
});

test("a server that asks for more time gets it, and no more than two minutes", () => {
  expect(wait_ms(1, 10_000, 0)).toBe(10_000);
  expect(wait_ms(1, 3_600_000, 0)).toBe(120_000);
});

test("two phones that failed together do not come back together", () => {
  expect(wait_ms(3, null, 0)).not.toBe(wait_ms(3, null, 0.9));
});
