import { expect, test } from "vitest";
import { uuid7 } from "./uuid";

test("an id is a UUID of version 7 that carries its time", () => {
  const id = uuid7(0x0192_3456_789a);
  expect(id).toMatch(/^01923456-789a-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a later id sorts after an earlier one, and no two are equal", () => {
  expect(uuid7(1000) < uuid7(1001)).toBe(true);
  expect(uuid7(1000)).not.toBe(uuid7(1000));
});
