import { expect, it } from "vitest";
import { CATALOGUE, sentence, type Key } from "./strings";

const keys = Object.keys(CATALOGUE.ko) as Key[];
const places = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

it("says everything in both languages", () => {
  expect(Object.keys(CATALOGUE.en).sort()).toEqual([...keys].sort());
  const silent = keys.filter((key) => key !== "side_on" && !(CATALOGUE.ko[key] && CATALOGUE.en[key]));
  expect(silent).toEqual([]);
});

it("leaves the same places to fill in both languages", () => {
  const uneven = keys.filter((key) => String(places(CATALOGUE.ko[key])) !== String(places(CATALOGUE.en[key])));
  expect(uneven).toEqual([]);
});

it("fills the places of a sentence", () => {
  expect(sentence("ko", "radius", { metres: 8 })).toBe("반경 8 m (95 %)");
});
