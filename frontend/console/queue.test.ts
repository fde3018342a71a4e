import { describe, expect, it } from "vitest";
import { neighbour, newer, queueOf, unopened, windowTitle } from "./queue";
import { row } from "./cast";

const ids = (rows: readonly { id: string }[]): string[] => rows.map((found) => found.id);

describe("the queue a dispatcher sees", () => {
  it("puts unopened ones first, the one waiting longest on top", () => {
    const queue = queueOf([
      row({ id: "dispatched", state: "dispatched", received_at: "2026-11-22T05:00:00Z" }),
      row({ id: "acknowledged", state: "acknowledged", received_at: "2026-11-22T05:01:00Z" }),
      row({ id: "newest", received_at: "2026-11-22T05:09:00Z" }),
      row({ id: "oldest", received_at: "2026-11-22T05:03:00Z" }),
      row({ id: "opened", state: "opened", received_at: "2026-11-22T05:02:00Z" }),
    ]);
    expect(ids(queue.open)).toEqual(["oldest", "newest", "opened", "acknowledged", "dispatched"]);
  });

  it("keeps exercises apart, and they do not ring", () => {
    const rows = [row({ id: "real" }), row({ id: "drill", exercise: true })];
    expect(ids(queueOf(rows).open)).toEqual(["real"]);
    expect(ids(queueOf(rows).exercises)).toEqual(["drill"]);
    expect(ids(unopened(rows))).toEqual(["real"]);
  });

  it("shows a closed exercise below the running ones, and never among what was real", () => {
    const rows = [row({ id: "over", exercise: true, state: "closed" }), row({ id: "drill", exercise: true, state: "opened" })];
    expect(ids(queueOf(rows).exercises)).toEqual(["drill", "over"]);
    expect(queueOf(rows).closed).toEqual([]);
  });

  it("shows the latest closed one on top", () => {
    const rows = [
      row({ id: "early", state: "closed", closed_at: "2026-11-22T05:00:00Z" }),
      row({ id: "late", state: "closed", closed_at: "2026-11-22T06:00:00Z" }),
    ];
    expect(ids(queueOf(rows).closed)).toEqual(["late", "early"]);
    expect(queueOf(rows).open).toEqual([]);
  });

  it("never lets an old answer replace what is newer", () => {
    const known = row({ version: 4, state: "dispatched" });
    expect(newer(known, row({ version: 3, state: "acknowledged" })).state).toBe("dispatched");
    expect(newer(known, row({ version: 4, uncertainty_m: 9 })).uncertainty_m).toBe(9);
    expect(newer(undefined, known)).toBe(known);
  });

  it("moves up and down and stops at the ends", () => {
    const rows = [row({ id: "a" }), row({ id: "b" })];
    expect(neighbour(rows, "a", 1)?.id).toBe("b");
    expect(neighbour(rows, "b", 1)?.id).toBe("b");
    expect(neighbour(rows, "a", -1)?.id).toBe("a");
    expect(neighbour(rows, null, 1)?.id).toBe("a");
    expect(neighbour([], "gone", 1)).toBeUndefined();
  });

  it("counts the waiting ones in the window's title", () => {
    expect(windowTitle(2, "새 신고", "여기 관제")).toBe("(2) 새 신고 · 여기 관제");
    expect(windowTitle(0, "새 신고", "여기 관제")).toBe("여기 관제");
  });
});
