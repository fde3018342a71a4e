import { expect, test } from "vitest";
import { destination, type LonLat } from "../shared/geo/distance";
import type { Way } from "../shared/ways/ways";
import { heard } from "./api";
import { forget, isOver, read, write, type Kept } from "./kept";
import { around, spots } from "./marks";
import { nextSteps, stateOf } from "./steps";
import type { Told } from "./types";
import { airLine, leftOf } from "./walk";
import { en, ko } from "./words";

const GATE: LonLat = [126.94, 37.68];
const BEND = destination(GATE, 0, 600);
const PERSON = destination(BEND, 90, 400);
const way = { line: [GATE, BEND, PERSON], minutes_up: 30 } as unknown as Way;
const at = ([longitude, latitude]: LonLat, uncertainty_m = 8) => ({ longitude, latitude, uncertainty_m });

test("what is left of a way shrinks from the gate to the person", () => {
  expect(leftOf(way, at(GATE))).toEqual({ metres: expect.closeTo(1000, 0), minutes: expect.closeTo(30, 1) });
  expect(leftOf(way, at(BEND))).toEqual({ metres: expect.closeTo(400, 0), minutes: expect.closeTo(12, 1) });
  expect(leftOf(way, at(PERSON))?.metres).toBeCloseTo(0, 0);
  const beside = leftOf(way, at(destination(destination(GATE, 0, 300), 90, 20)));
  expect(beside?.metres).toBeCloseTo(700 + 20, -1);
});

test("who is far beside the way walks another one, and an air line is always known", () => {
  const far = destination(BEND, 270, 500);
  expect(leftOf(way, at(far))).toBeNull();
  expect(leftOf(way, at(far, 900))).not.toBeNull();
  const line = airLine(at(far), at(PERSON));
  expect(line.metres).toBeCloseTo(900, -1);
  expect(line.bearing_deg).toBeCloseTo(90, 0);
});

test("a way without a line leaves nothing to walk along", () => {
  expect(leftOf({ ...way, line: [] }, at(GATE))).toBeNull();
  expect(leftOf({ ...way, line: [GATE] } as unknown as Way, at(GATE))).toBeNull();
});

test("a step that waits counts on the page, and none leads back", () => {
  const noted = (step: "en_route" | "on_scene" | "clear") => ({ step, at: 0 });
  expect(stateOf("assigned", [])).toBe("assigned");
  expect(stateOf("assigned", [noted("on_scene")])).toBe("on_scene");
  expect(stateOf("on_scene", [noted("en_route")])).toBe("on_scene");
  expect(nextSteps("assigned")).toEqual(["en_route", "on_scene"]);
  expect(nextSteps(stateOf("on_scene", [noted("clear")]))).toEqual([]);
});

test("only an answer of ours is one, and a link that is over is told apart from a bad line", () => {
  const problem = (kind: string) => ({ type: `https://yeogi.example/problems/${kind}` });
  expect(heard(200, { unit: {}, ways: {} }).what).toBe("told");
  expect(heard(200, "<h1>Welcome to the hotel").what).toBe("nothing");
  expect(heard(410, problem("crew-link-over")).what).toBe("over");
  expect(heard(404, problem("unknown-crew-link")).what).toBe("unknown");
  expect(heard(404, null).what).toBe("nothing");
  expect(heard(410, "gone").what).toBe("nothing");
  expect(heard(422, problem("cannot-assign")).what).toBe("refused");
  expect(heard(503, problem("try-again")).what).toBe("nothing");
});

const store = (): Storage => {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  } as unknown as Storage;
};
const TOLD = { ends_at: "2026-11-24T02:00:00Z" } as unknown as Told;
const KEPT: Kept = { token: "one", told: TOLD, heardAt: 5, offset_ms: 0, steps: [], owesStop: true };

test("what was told is found again for its own link alone, or where no link was asked for", () => {
  const phone = store();
  write(KEPT, phone);
  expect(read("one", phone)).toEqual(KEPT);
  expect(read("", phone)?.token).toBe("one");
  expect(read("two", phone)).toMatchObject({ token: "two", told: null, owesStop: false });
  forget(phone);
  expect(read("", phone)).toBeNull();
});

test("a store that is broken or full stands between nobody and the server", () => {
  const broken = { getItem: () => "{", setItem: () => { throw new Error("full"); }, removeItem: () => { throw new Error("no"); } } as unknown as Storage;
  expect(read("one", broken)?.told).toBeNull();
  expect(() => write(KEPT, broken)).not.toThrow();
  expect(() => forget(broken)).not.toThrow();
});

test("a link is over by the server's clock, whatever the phone's says", () => {
  const end = Date.parse(TOLD.ends_at);
  expect(isOver(KEPT, end - 1)).toBe(false);
  expect(isOver(KEPT, end)).toBe(true);
  expect(isOver({ ...KEPT, offset_ms: 3_600_000 }, end - 60_000)).toBe(true);
  expect(isOver({ ...KEPT, told: null }, end)).toBe(false);
});

test("the piece of the network stays the same while somebody moves a little", () => {
  expect(around([[126.944, 37.682], [126.941, 37.679]])).toBe("126.93,37.67,126.95,37.69");
  expect(around([[126.9442, 37.6821], [126.941, 37.679]])).toBe("126.93,37.67,126.95,37.69");
  expect(around([])).toBe("");
  expect(spots([{ longitude: 1, latitude: 2, label: "Gate" }]).features[0]?.geometry).toEqual({ type: "Point", coordinates: [1, 2] });
});

test("both languages fill the same places", () => {
  const places = (sentence: string): string[] => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "").sort();
  for (const key of Object.keys(ko) as (keyof typeof ko)[]) expect(places(en[key]), key).toEqual(places(ko[key]));
});
