import { describe, expect, it } from "vitest";
import { isInView, ROW_PX, rowsInView } from "./rows_in_view";

const VIEW = { top_px: 0, height_px: 10 * ROW_PX };

describe("the rows of a long list", () => {
  it("are all there while the list is short", () => {
    const places = Array.from({ length: 12 }, (_, place) => place);
    expect(rowsInView(12, VIEW, 200, [])).toEqual({ first: 0, end: 12, places });
    expect(rowsInView(0, VIEW, 0, [])).toEqual({ first: 0, end: 0, places: [] });
  });

  it("are none while another list below or above is in view, and then none is missing from its height", () => {
    const { first, end } = rowsInView(20, { ...VIEW, top_px: 5_000 * ROW_PX }, 0, []);
    expect([first, end]).toEqual([20, 20]);
    expect(rowsInView(20, VIEW, 5_000 * ROW_PX, [])).toEqual({ first: 0, end: 0, places: [] });
  });

  it("exist around what is seen, and nowhere else", () => {
    const { places } = rowsInView(10_000, { ...VIEW, top_px: 5_000 * ROW_PX }, 0, []);
    expect(places).toContain(5_000);
    expect(places).toContain(5_009);
    expect(places.length).toBeLessThan(100);
  });

  it("follow the scroll to both ends", () => {
    expect(rowsInView(10_000, VIEW, 0, []).first).toBe(0);
    expect(rowsInView(10_000, { ...VIEW, top_px: 9_990 * ROW_PX }, 0, []).end).toBe(10_000);
  });

  it("keep the open one and the one that has the keyboard, wherever they stand, in order and once", () => {
    const { places } = rowsInView(10_000, { ...VIEW, top_px: 5_000 * ROW_PX }, 0, [9_000, 3, 5_001, -1, 10_000]);
    expect(places[0]).toBe(3);
    expect(places.at(-1)).toBe(9_000);
    expect(places.filter((place) => place === 5_001)).toHaveLength(1);
    expect(places.every((place) => place >= 0 && place < 10_000)).toBe(true);
  });

  it("are not seen when they are cut by an edge", () => {
    expect(isInView(0, VIEW, 0)).toBe(true);
    expect(isInView(9, VIEW, 0)).toBe(true);
    expect(isInView(9, VIEW, 1)).toBe(false);
    expect(isInView(0, { ...VIEW, top_px: 1 }, 0)).toBe(false);
  });
});
