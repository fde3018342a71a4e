import { expect, test } from "vitest";
import { MOST_BYTES, bytes, relinked, withPosition } from "./message";

const HERE = { longitude: 126.944912, latitude: 37.682471, uncertainty_m: 11.2, altitude_m: null, fixed_at: "" };
const PLATE = "[119구조]다사51056491 4827-9153 ±8m (노고산 정상)";

test("the surveyed place stays in front; the phone's own follows with its radius rounded up", () => {
  expect(withPosition(PLATE, HERE)).toBe("[119구조]다사51056491 4827-9153 ±8m 37.68247,126.94491 ±12m (노고산 정상)");
});

test("it stays one Korean message: the name goes before anything that locates", () => {
  const long = withPosition("[119구조]다사51056491 4827-9153 ±8m (일산호수공원 제2주차장 앞 승강장)", HERE);
  expect(long).toBe("[119구조]다사51056491 4827-9153 ±8m 37.68247,126.94491 ±12m");
  expect(bytes(long)).toBeLessThanOrEqual(MOST_BYTES);
});

test("without a plate the position stands right behind the call", () => {
  expect(withPosition("[119구조]", HERE)).toBe("[119구조]37.68247,126.94491 ±12m");
  expect(withPosition("[119구조] 위치: ", HERE)).toBe("[119구조] 위치: 37.68247,126.94491 ±12m");
});

test("Hangul and ± take two bytes", () => {
  expect(bytes("[119구조]")).toBe(9);
  expect(bytes("±8m")).toBe(4);
});

test.each(["sms:119?body=", "sms:119&body=", "sms:119?&body="])("the form of a link stays: %s", (start) => {
  expect(relinked(`${start}old%20$text`, "가 $& b")).toBe(`${start}${encodeURIComponent("가 $& b")}`);
});
