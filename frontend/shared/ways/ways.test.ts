import { describe, expect, it } from "vitest";
import { isElsewhere, lineOf, listed, minutes, type Way, type Ways } from "./ways";

const way = (minutes_up: number, line: [number, number][] = [[126.9, 37.6], [126.91, 37.61]]): Way => ({
  access: {
    id: 1, kind: "gate", name_ko: "차단기", name_en: "Gate", longitude: 126.9, latitude: 37.6,
    vehicle_note_ko: "", vehicle_note_en: "", responder_note: "",
  },
  length_m: 900, climb_m: 80, descent_m: 4, has_heights: true, minutes_up, minutes_down: 12, access_off_m: 0, off_m: 0,
  legs: [], closures: [], line,
});
const NONE: Ways = { position: null, network: { state: "current" }, ways: [], others: [], through: [], perhaps: [] };
const on_trail = { trail_ko: "노고산길", trail_en: "Nogosan trail", metre: 300 };

describe("the ways to somebody", () => {
  it("stand with what is closed and what is uncertain last", () => {
    const ways: Ways = { ...NONE, ways: [way(20), way(30)], others: [way(5)], through: [way(9)], perhaps: [{ on_trail, way: null }, { on_trail, way: way(40) }] };
    expect(listed(ways).map(({ key, way: { minutes_up } }) => [key, minutes_up])).toEqual([
      ["usual0", 20], ["usual1", 30], ["other0", 5], ["through0", 9], ["perhaps0", 40],
    ]);
  });

  it("are asked for again when the person has left the circle", () => {
    const here = { longitude: 126.9, latitude: 37.6, uncertainty_m: 8 };
    expect(isElsewhere(null, null)).toBe(false);
    expect(isElsewhere(null, here)).toBe(true);
    expect(isElsewhere(here, { ...here, latitude: 37.6004 })).toBe(false); // 44 m
    expect(isElsewhere(here, { ...here, latitude: 37.601 })).toBe(true); // 111 m
    expect(isElsewhere({ ...here, uncertainty_m: 200 }, { ...here, latitude: 37.601 })).toBe(false);
  });

  it("take no fewer minutes than they take", () => {
    expect([minutes(0), minutes(12.01), minutes(12)]).toEqual([1, 13, 12]);
  });

  it("are drawn as one line, from the vehicle on", () => {
    expect(lineOf(null).features).toEqual([]);
    expect(lineOf(way(3, [])).features).toEqual([]);
    expect(lineOf(way(3)).features[0]?.geometry).toEqual({ type: "LineString", coordinates: [[126.9, 37.6], [126.91, 37.61]] });
  });
});
