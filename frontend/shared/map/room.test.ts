import { expect, it } from "vitest";
import { BESIDE_PX, TIME_PX, hasRoom } from "./room";
import { NAME_BESIDE, TEXT_SIZE } from "./style";

const view = { width: 440, height: 600 };

it("leaves room for eight figures as wide as two thirds of their height", () => {
  expect(TIME_PX).toBeGreaterThan(8 * TEXT_SIZE * 0.66);
  expect(BESIDE_PX).toBeGreaterThanOrEqual(NAME_BESIDE * TEXT_SIZE + TIME_PX);
});

it("shows a dispatcher the whole time beside a position, or moves the map", () => {
  expect(hasRoom({ x: 220, y: 300 }, view)).toBe(true);
  expect(hasRoom({ x: view.width - BESIDE_PX, y: 300 }, view)).toBe(true);
  expect(hasRoom({ x: view.width - BESIDE_PX + 1, y: 300 }, view)).toBe(false);
  expect(hasRoom({ x: 220, y: 3 }, view)).toBe(false);
  expect(hasRoom({ x: -1, y: 300 }, view)).toBe(false);
  expect(hasRoom({ x: 220, y: 598 }, view)).toBe(false);
});
