import { expect, test } from "vitest";
import { reportOf } from "./report";

const form = (dataset: Record<string, string>): HTMLElement => ({ dataset: { tag: "48279153", consent: "null", ...dataset } }) as unknown as HTMLElement;

test("a report from a page of practice is an exercise, and from no other page", () => {
  Object.assign(globalThis, { document: { documentElement: { lang: "ko" } } });
  expect(reportOf(form({ exercise: "" })).exercise).toBe(true);
  expect(reportOf(form({})).exercise).toBe(false);
});
