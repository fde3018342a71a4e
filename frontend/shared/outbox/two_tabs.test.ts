import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { BODY, FIX, numbers, settle, world } from "./world";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("two tabs of one report", () => {
  test("never give one number to two positions, and lose none", async () => {
    const { outbox, another, disk, sent } = world();
    await outbox.keep(BODY);
    await settle();
    const tab = another();
    tab.adopt(outbox.kept!);
    const of = (longitude: number) => ({ ...FIX, longitude });
    await Promise.all([outbox.addFix(of(1)), tab.addFix(of(2)), outbox.addFix(of(3)), tab.addFix(of(4))]);
    await settle(1000);
    const at = new Map<number, Set<number>>();
    for (const { what, body } of sent) {
      if (what !== "fixes") continue;
      for (const fix of (body as { fixes: { sequence: number; longitude: number }[] }).fixes) {
        at.set(fix.sequence, (at.get(fix.sequence) ?? new Set()).add(fix.longitude));
      }
    }
    expect([...at.keys()].sort()).toEqual([1, 2, 3, 4]);
    expect([...at.values()].flatMap((places) => [...places]).sort()).toEqual([1, 2, 3, 4]);
    expect([...disk.values()][0]?.fixes).toEqual([]);
  });

  test("do not erase each other's unsent words", async () => {
    const { outbox, another, disk } = world(Array.from({ length: 20 }, () => "silence" as const));
    await outbox.keep(BODY);
    const tab = another();
    tab.adopt(outbox.kept!);
    await Promise.all([outbox.say({ id: "m-1", text: "one" }), tab.say({ id: "m-2", text: "two" })]);
    expect([...disk.values()][0]?.messages.map(({ id }) => id)).toEqual(["m-1", "m-2"]);
  });

  test("go on from where the other one was closed", async () => {
    const { outbox, another, sent } = world();
    await outbox.keep(BODY);
    await settle();
    const tab = another();
    tab.adopt(outbox.kept!);
    await outbox.addFix(FIX);
    await settle();
    await tab.addFix(FIX);
    await settle();
    expect(numbers(sent)).toEqual([1, 2]);
  });

  test("bring nothing back that its person has erased in one of them", async () => {
    const { outbox, another, disk, sent } = world(["silence", "silence"]);
    await outbox.keep(BODY);
    const tab = another();
    tab.adopt(outbox.kept!);
    await tab.erase();
    await outbox.addFix(FIX);
    expect(disk.size).toBe(0);
    const before = sent.length;
    await settle(600_000);
    expect(disk.size).toBe(0);
    expect(outbox.kept).toBeNull();
    expect(sent.length).toBe(before);
  });

  test("stop sending what was erased in the other while they waited for a line", async () => {
    const { outbox, another, disk, sent } = world(Array.from({ length: 30 }, () => "silence" as const));
    await outbox.keep(BODY);
    const tab = another();
    tab.adopt(outbox.kept!);
    await settle(60_000);
    await tab.erase();
    await settle(600_000);
    const before = sent.length;
    await settle(3_600_000);
    expect([disk.size, sent.length]).toEqual([0, before]);
  });
});
