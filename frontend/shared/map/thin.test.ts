import { expect, it } from "vitest";
import { thin } from "./thin";

const numbers = Array.from({ length: 10_000 }, (_, number) => number);

it("keeps a short track whole", () => {
  expect(thin([1, 2, 3], 300)).toEqual([1, 2, 3]);
});

it("thins ten thousand fixes in order, with the first and the last", () => {
  const some = thin(numbers, 300);
  expect(some).toHaveLength(300);
  expect(some.at(0)).toBe(0);
  expect(some.at(-1)).toBe(9_999);
  expect([...some].sort((one, other) => one - other)).toEqual(some);
});

it("never drops the best fix", () => {
  expect(thin(numbers, 300, (number) => number === 4_321)).toContain(4_321);
});
