import { expect, test } from "vitest";
import type { Look } from "../shared/api/rights";
import { lines } from "./looks";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 23, 5, minute)).toISOString();
const look = (minute: number, who: Look["who"] = "centre"): Look => ({
  who,
  name_ko: who === "centre" ? "고양 119" : "",
  name_en: who === "centre" ? "Goyang 119" : "",
  path: "console",
  method: "screen",
  at: at(minute),
});

test("a page that renews itself is one line with its number, told by the last look", () => {
  expect(lines([look(9), look(5), look(0)], "ko")).toEqual([{ who: "centre", name: "고양 119", times: 3, at: at(9) }]);
});

test("a look long before is told apart, and so is somebody else's", () => {
  const told = lines([look(50), look(30), look(29, "link"), look(28)], "en");
  expect(told.map(({ who, times }) => [who, times])).toEqual([["centre", 1], ["centre", 1], ["link", 1], ["centre", 1]]);
  expect(told[0]?.name).toBe("Goyang 119");
});

test("nobody has looked", () => expect(lines([], "ko")).toEqual([]));
