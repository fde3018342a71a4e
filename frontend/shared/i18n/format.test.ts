import { expect, it } from "vitest";
import { accountLetters, age, code, direction, distance, languageName, npnGroups, phone, radius, shortName, time } from "./format";

it("tells an age in the largest unit, in two while seconds count", () => {
  expect(age("ko", 12_400)).toBe("12초");
  expect(age("ko", 185_000, true)).toBe("3분 05초");
  expect(age("ko", 185_000)).toBe("3분");
  expect(age("en", 7_800_000)).toBe("2 h 10 min");
  expect(age("ko", 200_000_000)).toBe("2일");
  expect(age("ko", -5_000)).toBe("0초");
});

it("tells the time in Korea, wherever the console stands", () => {
  expect(time("2026-11-22T05:03:22.123Z")).toBe("14:03:22");
  expect(time("2026-11-21T05:03:22Z", Date.parse("2026-11-22T05:03:22Z"))).toBe("2026-11-21 14:03:22");
});

it("groups what is read aloud", () => {
  expect(code("48279153")).toBe("4827-9153");
  expect(npnGroups("다사53936228")).toBe("다사 5393 6228");
  expect(npnGroups("다사 5393 6228")).toBe("다사 5393 6228");
  expect(phone("01012345678")).toBe("010-1234-5678");
  expect(phone("+84901234567")).toBe("+84901234567");
  expect(npnGroups("nothing")).toBe("nothing");
});

it("never makes a radius look better than it is", () => {
  expect(radius(8.01)).toBe("8.1");
  expect(radius(12.2)).toBe("13");
  expect(distance(312)).toBe("312 m");
  expect(distance(1_240)).toBe("1.2 km");
});

it("says directions and languages in words", () => {
  expect(direction("ko", 359)).toBe("북");
  expect(direction("en", 225)).toBe("south-west");
  expect(languageName("ko", "vi")).toBe("베트남어");
  expect(languageName("ko", "not a language")).toBe("not a language");
});

it("keeps the end of a long account name, where two dispatchers of a desk differ", () => {
  expect(shortName("desk-1", 14)).toBe("desk-1");
  expect(shortName("dispatcher-deogyang-1", 14)).toBe("disp…eogyang-1");
  expect(shortName("dispatcher-deogyang-2", 14)).toHaveLength(14);
});

it("says who is signed in as a whole wherever the header has room", () => {
  expect(shortName("dispatcher-deogyang-1", accountLetters(1280))).toBe("dispatcher-deogyang-1");
  expect(shortName("dispatcher-deogyang-1", accountLetters(1024))).toHaveLength(18);
  expect(shortName("supervisor-of-the-northern-mountains-1", accountLetters(1920))).toContain("northern-mountains-1");
});
