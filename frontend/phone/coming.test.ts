import { expect, test } from "vitest";
import en from "../../emergency/languages/en.json";
import { fill } from "../shared/i18n/fill";
import { told } from "./coming";
import type { PhoneWord, Values } from "./words";

const page = { say: (word: PhoneWord, values: Values = {}) => fill(en.phone[word], values) };

test("it says who comes and when they are expected", () => {
  const expected_at = new Date(2026, 10, 23, 14, 40).toISOString();
  expect(told(page, { kind: "mountain", state: "en_route", expected_at })).toBe("Mountain rescue: on the way to you. Expected at 14:40");
  expect(told(page, { kind: "mountain", state: "on_scene", expected_at })).toBe("Mountain rescue: on scene.");
});

test("a kind that it does not know is help, too", () => {
  expect(told(page, { kind: "drone", state: "assigned", expected_at: null })).toBe("Help: told to go.");
});
