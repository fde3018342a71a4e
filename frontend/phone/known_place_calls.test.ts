import { afterEach, expect, test, vi } from "vitest";
import type { Centre, Place } from "../shared/package/surroundings";
import { redirect, textOf } from "./known_place_calls";

const CENTRE: Centre = { name_ko: "일산 상황실", name_en: "", fire: "031-909-9119", police: "031-909-0112", isDeviceOnly: false };
const SUMMIT: Place = {
  name_ko: "노고산 정상", name_en: "Nogosan summit", at: [126.94491, 37.682468], uncertainty_m: 7.6, codes: ["48279154"],
  npn: "다사 5394 6226", centre: CENTRE, type: { slug: "peak", name_ko: "봉우리", name_en: "Peak", isRefuge: false },
};
const link = (href: string, textContent: string): Record<string, unknown> => ({ href, textContent, dataset: {} });
const page = (): { readonly links: Record<string, unknown>[]; readonly field: Record<string, string> } => {
  const links = [
    link("tel:119", "119 전화"), link("tel:112", "112 전화"),
    link("sms:119?body=x", "119 문자"), link("sms:112?&body=x", "112 문자"), link("tel:01012345678", "친구"),
  ];
  const field = { value: "", defaultValue: "" };
  vi.stubGlobal("document", {
    querySelectorAll: (wanted: string) => links.filter(({ href }) => !wanted.startsWith(".calls") || String(href).startsWith("tel:")),
    querySelector: () => null,
    getElementById: () => field,
  });
  return { links, field };
};
afterEach(() => vi.unstubAllGlobals());

test("a hiker's text says what the plate's own page would say", () => {
  expect(textOf(SUMMIT, "48279154", "119", false)).toBe("[119구조]다사53946226 4827-9154 ±8m (노고산 정상)");
  expect(textOf(SUMMIT, "48279154", "112", true)).toBe("[훈련][112신고]다사53946226 4827-9154 ±8m (노고산 정상)");
});

test("what locates stays within the first 40 characters, whatever the number", () => {
  const vague = { ...SUMMIT, uncertainty_m: 40 };
  expect(textOf(SUMMIT, "48279154", "031-909-9119", false)).toBe("[031-909-9119구조]다사53946226 4827-9154 ±8m (노고산 정상)");
  expect(textOf(vague, "48279154", "031-909-9119", false)).toBe("[031-909-9119]다사53946226 4827-9154 ±40m (노고산 정상)");
  const offGrid = { ...SUMMIT, npn: null, name_ko: "아주 긴 이름을 가진 곳의 갈림길에 선 표지판 하나" };
  const said = textOf(offGrid, "48279154", "119", false);
  expect(said).toMatch(/^\[119구조\]37\.68247,126\.94491 4827-9154 ±8m \(아주 긴 이름을/);
});

test("every call and text goes to the place's own centre, and nobody else's number is touched", () => {
  const { links, field } = page();
  redirect(SUMMIT, "48279154", false);
  expect(links.map(({ href }) => String(href).replace(/body=.*/, ""))).toEqual([
    "tel:031-909-9119", "tel:031-909-0112", "sms:031-909-9119?", "sms:031-909-0112?&", "tel:01012345678",
  ]);
  expect(links.map(({ textContent }) => textContent)).toEqual([
    "031-909-9119 전화", "031-909-0112 전화", "031-909-9119 문자", "031-909-0112 문자", "친구",
  ]);
  expect(decodeURIComponent(String(links[2]!["href"]))).toContain("body=[031-909-9119구조]다사53946226 4827-9154");
  expect(field["value"]).toBe(field["defaultValue"]);
});

test("where the package does not say who answers the page's own numbers stay", () => {
  const { links } = page();
  redirect({ ...SUMMIT, centre: null }, "48279154", false);
  expect(links.map(({ href }) => String(href).replace(/\?.*/, ""))).toEqual(["tel:119", "tel:112", "sms:119", "sms:112", "tel:01012345678"]);
  expect(decodeURIComponent(String(links[3]!["href"]))).toContain("[112신고]다사53946226");
});
