import { expect, test } from "vitest";
import { actsSince, lastEntry, movesSince, withEntry } from "./overtaken";
import type { TimelineEntry } from "./types";

const entry = (id: number, sequence: number, kind: string, actor_name = "other"): TimelineEntry => ({ id, sequence, kind, at: "", actor_name, data: {} });

// Each centre counts its own events: after a hand-over the second one's begin low, and the same number comes twice.
const timeline = [entry(50, 40, "opened"), entry(51, 41, "handed_over"), entry(52, 3, "taken_over")];

test("what was seen last is the last that was written, whichever centre wrote it", () => {
  expect(lastEntry({ timeline })).toBe(52);
  expect(lastEntry(null)).toBe(0);
});

test("what another one did at the second centre counts, though its number is lower", () => {
  const later = [...timeline, entry(60, 4, "acknowledged")];
  expect(actsSince(later, lastEntry({ timeline }), "me").map(({ id }) => id)).toEqual([60]);
});

test("an event of the second centre joins the first one's of the same number", () => {
  const frame = { ...entry(70, 40, "dispatched"), jurisdiction: 2, incident: {} as never, message: null };
  const joined = withEntry(timeline, frame);
  expect(joined.map(({ id }) => id)).toEqual([50, 51, 52, 70]);
  expect(withEntry(joined, frame)).toEqual(joined);
});

test("whatever overtakes a form is named: a crew that has arrived, too", () => {
  const later = [...timeline, entry(60, 4, "unit_on_scene", "산악구조 1"), entry(61, 5, "fixes_received")];
  expect(movesSince(later, lastEntry({ timeline })).map(({ kind }) => kind)).toEqual(["unit_on_scene"]);
});
