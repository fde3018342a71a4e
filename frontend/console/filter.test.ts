import { describe, expect, it } from "vitest";
import { row } from "./cast";
import { EVERYTHING, filtered, following, isFiltering, WHOSE } from "./filter";

const ids = (rows: readonly { id: string }[]): string[] => rows.map((found) => found.id);
const ROWS = [
  row({ id: "waiting", kind: "fire" }),
  row({ id: "mine", state: "acknowledged", acknowledged_by: "kim", kind: "fall" }),
  row({ id: "hers", state: "dispatched", acknowledged_by: "lee", kind: "lost" }),
  row({ id: "late", state: "opened", escalation: 2, kind: "fall" }),
];

describe("a filter of the open list", () => {
  it("leaves everything when nothing is chosen", () => {
    expect(filtered(ROWS, EVERYTHING, "kim")).toBe(ROWS);
    expect(isFiltering(EVERYTHING)).toBe(false);
  });

  it("never hides what nobody has opened", () => {
    for (const whose of WHOSE)
      for (const kind of ["", "fall", "water"]) expect(ids(filtered(ROWS, { whose, kind }, "kim"))).toContain("waiting");
  });

  it("shows what one has taken, what nobody has taken, or what was opened too late", () => {
    expect(ids(filtered(ROWS, { whose: "mine", kind: "" }, "kim"))).toEqual(["waiting", "mine"]);
    expect(ids(filtered(ROWS, { whose: "nobodys", kind: "" }, "kim"))).toEqual(["waiting", "late"]);
    expect(ids(filtered(ROWS, { whose: "overdue", kind: "" }, "kim"))).toEqual(["waiting", "late"]);
  });

  it("shows one kind, also together with the other choice", () => {
    expect(ids(filtered(ROWS, { whose: "all", kind: "fall" }, "kim"))).toEqual(["waiting", "mine", "late"]);
    expect(ids(filtered(ROWS, { whose: "mine", kind: "lost" }, "kim"))).toEqual(["waiting"]);
  });

  it("goes through its choices and begins again", () => {
    expect(following(WHOSE, "all")).toBe("mine");
    expect(following(WHOSE, "overdue")).toBe("all");
  });
});
