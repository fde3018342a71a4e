import { expect, test } from "vitest";
import type { Said } from "../shared/api/reports";
import { due } from "./seen";

const said = (id: string, more: Partial<Said> = {}): Said => ({ id, from_centre: true, text: "?", at: "2026-11-23T05:00:10Z", seen_at: null, read_at: null, ...more });

test("what the centre said is told as shown once", () => {
  expect(due([said("a"), said("b", { seen_at: "2026-11-23T05:00:11Z" })])).toEqual({ shown: ["a"], read: [] });
});

test("whoever answers has read what came before", () => {
  expect(due([said("a", { seen_at: "x" }), said("mine", { from_centre: false }), said("b")])).toEqual({ shown: ["b"], read: ["a"] });
});

test("one press reads everything that is not read yet", () => {
  expect(due([said("a", { seen_at: "x", read_at: "y" }), said("b")], true)).toEqual({ shown: ["b"], read: ["b"] });
});

test("a centre that does not count is told nothing", () => {
  const { seen_at, read_at, ...old } = said("a");
  expect(due([old], true)).toEqual({ shown: [], read: [] });
});
