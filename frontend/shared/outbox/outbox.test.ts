import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DAY_MS, type Kept, newKept } from "./kept";
import { left, Outbox } from "./outbox";
import { BODY, FIX, answer, numbers, settle, world } from "./world";

const HOUR_MS = 3_600_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a report", () => {
  test("is on the disk before anything is sent", async () => {
    const { outbox, disk, sent, store } = world();
    const put = store.put;
    store.put = async (id, kept) => {
      expect(sent).toEqual([]);
      store.put = put;
      await put(id, kept);
    };
    await outbox.keep(BODY);
    expect(disk.size).toBe(1);
    await settle();
    expect(sent).toHaveLength(1);
  });

  test("leaves the phone after two seconds when the disk does not answer", async () => {
    const { outbox, sent, store } = world();
    store.put = () => new Promise(() => undefined);
    void outbox.keep(BODY);
    await settle(1_999);
    expect(sent).toEqual([]);
    await settle(1);
    expect(sent.map(({ what }) => what)).toEqual(["report"]);
    expect(outbox.durable).toBe(false);
  });

  test("waits for no other tab, because none can know of it", async () => {
    const { sent, store, wire } = world();
    const never = new Outbox(store, wire, () => new Promise(() => undefined));
    await never.keep(BODY);
    await settle();
    expect(sent).toHaveLength(1);
  });

  test("is erased from the disk at the receipt; only the key to follow it stays", async () => {
    const { outbox, disk } = world();
    await outbox.keep(BODY);
    await settle();
    const [kept] = [...disk.values()];
    expect(kept?.body).toBeNull();
    expect(kept?.receipt?.report).toBe(kept?.id);
  });

  test("is sent again with the same id until the centre confirms it", async () => {
    const { outbox, sent } = world(["silence", "silence", answer(503, null)]);
    await outbox.keep(BODY);
    await settle(60_000);
    expect(sent).toHaveLength(4);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(outbox.kept?.receipt).not.toBeNull();
    expect(outbox.phase).toBe("idle");
  });

  test("waits as long as the server asks", async () => {
    const { outbox, sent } = world([answer(503, null, { retryAfter_ms: 20_000 })]);
    await outbox.keep(BODY);
    await settle(19_000);
    expect(sent).toHaveLength(1);
    expect(outbox.phase).toBe("waiting");
    await settle(6_000);
    expect(sent).toHaveLength(2);
  });

  test("goes at once when the signal is back", async () => {
    const { outbox, sent } = world(["silence", "silence", "silence", "silence", "silence"]);
    await outbox.keep(BODY);
    await settle(20_000);
    const before = sent.length;
    outbox.hurry();
    await settle();
    expect(sent.length).toBe(before + 1);
  });

  test("is not taken for received because a sign-in page said 200", async () => {
    const { outbox } = world([answer(200, null), answer(200, { report: "another" })]);
    await outbox.keep(BODY);
    await settle(500);
    expect(outbox.kept?.receipt).toBeNull();
    await settle(10_000);
    expect(outbox.kept?.receipt).not.toBeNull();
  });

  test("that the server refuses for good is not sent for ever, and says why", async () => {
    const { outbox, sent } = world([answer(403, { type: "/problems/sharing-off", detail: "Call." })]);
    await outbox.keep(BODY);
    await settle(120_000);
    expect(sent).toHaveLength(1);
    expect(outbox.kept?.refused).toEqual({ type: "/problems/sharing-off", detail: "Call." });
  });

  test("goes from memory when the disk is full, and says that it is not kept", async () => {
    const { outbox, sent, store } = world();
    store.put = () => Promise.reject(new Error("full"));
    await outbox.keep(BODY);
    await settle();
    expect(outbox.durable).toBe(false);
    expect(sent).toHaveLength(1);
  });
});

describe("what follows a report", () => {
  test("positions carry rising numbers and wait for the report", async () => {
    const { outbox, sent } = world(["silence"]);
    await outbox.keep(BODY);
    await outbox.addFix(FIX);
    await outbox.addFix(FIX);
    await settle(10_000);
    expect(sent.map(({ what }) => what)).toEqual(["report", "report", "fixes"]);
    expect((sent[2]?.body as { fixes: { sequence: number }[] }).fixes.map((fix) => fix.sequence)).toEqual([1, 2]);
    expect(outbox.kept?.fixes).toEqual([]);
  });

  test("a position that is found while others travel is not lost", async () => {
    const { outbox, sent } = world();
    await outbox.keep(BODY);
    await settle();
    const first = outbox.addFix(FIX);
    await first;
    const second = outbox.addFix(FIX);
    await second;
    await settle(100);
    expect(new Set(numbers(sent))).toEqual(new Set([1, 2]));
  });

  test("words keep their id when they are sent again, and come before positions", async () => {
    const { outbox, sent } = world([answer(201, null), "silence"]);
    await outbox.keep(BODY);
    await outbox.addFix(FIX);
    await outbox.say({ id: "m-1", text: "다리를 다쳤어요", kind: "fall" });
    await settle(60_000);
    const order = sent.map(({ what }) => what).filter((what) => what !== "report");
    expect(order).toEqual(["messages", "fixes"]);
  });

  test("a wrong clock is put right by the server's", async () => {
    const now = Date.now();
    const { outbox, sent, wire } = world([]);
    wire.put = async (key) => answer(201, { report: key.id }, { clock_ms: now - 600_000 });
    await outbox.keep(BODY);
    await settle();
    await outbox.addFix({ ...FIX, fixed_at: new Date(now).toISOString() });
    await settle();
    const at = (sent[0]?.body as { fixes: { fixed_at: string }[] }).fixes[0]?.fixed_at ?? "";
    expect(Math.abs(Date.parse(at) - (now - 600_000))).toBeLessThan(2000);
  });
});

describe("what an earlier page left", () => {
  test("an unsent report of today is found, one of a received report too, old ones are erased", async () => {
    const { disk, store } = world();
    const now = Date.now();
    const unsent = newKept(BODY, now - 1000);
    const received: Kept = { ...newKept(BODY, now - 2000), body: null };
    const longOver: Kept = { ...newKept(BODY, now - 2 * DAY_MS), body: null };
    const old = newKept(BODY, now - 2 * DAY_MS);
    for (const kept of [unsent, received, longOver, old]) disk.set(kept.id, kept);
    expect((await left(store)).map(({ id }) => id)).toEqual([unsent.id, old.id, received.id]);
    expect(disk.has(longOver.id)).toBe(false);
    expect(disk.has(old.id)).toBe(true);
  });

  test("is sent when it is adopted", async () => {
    const { outbox, disk, sent } = world();
    const kept = newKept(BODY);
    disk.set(kept.id, kept);
    outbox.adopt(kept);
    await settle();
    expect(sent.map(({ id }) => id)).toEqual([kept.id]);
    expect(disk.get(kept.id)?.receipt).not.toBeNull();
  });

  test("an unsent one comes before a newer one that was received", async () => {
    const { disk, store } = world();
    const unsent = newKept(BODY, Date.now() - 9000);
    const received: Kept = { ...newKept(BODY), body: null };
    for (const kept of [unsent, received]) disk.set(kept.id, kept);
    expect((await left(store)).map(({ id }) => id)).toEqual([unsent.id, received.id]);
  });

  test("a closed one stays for an hour, because it may be reopened", async () => {
    const { disk, store } = world();
    const made: Kept = { ...newKept(BODY, Date.now() - 4 * HOUR_MS), body: null };
    const fresh = { ...made, id: "fresh", closed_ms: Date.now() - HOUR_MS + 1000 };
    const over = { ...made, id: "over", closed_ms: Date.now() - HOUR_MS - 1000 };
    for (const kept of [fresh, over]) disk.set(kept.id, kept);
    expect((await left(store)).map(({ id }) => id)).toEqual(["fresh"]);
    expect([...disk.keys()]).toEqual(["fresh"]);
  });

  test("an unsent report is not erased by a new one: both are sent", async () => {
    const { outbox, another, disk, sent } = world(["silence", "silence"]);
    await outbox.keep(BODY);
    await settle();
    await outbox.forget();
    expect(disk.size).toBe(1);
    await another().keep(BODY);
    await settle(60_000);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
    expect([...disk.values()].map(({ body }) => body)).toEqual([null, null]);
  });

  test("words that have not arrived are not erased with a received report", async () => {
    const { outbox, disk, sent } = world();
    await outbox.keep(BODY);
    await settle();
    await outbox.say({ id: "m-1", text: "다리를 다쳤어요" });
    await outbox.forget();
    await settle();
    expect(disk.size).toBe(1);
    expect(sent.map(({ what }) => what)).toEqual(["report", "messages"]);
  });

  test("is gone when its person erases it", async () => {
    const { outbox, disk } = world();
    await outbox.keep(BODY);
    await settle();
    await outbox.forget();
    expect(disk.size).toBe(0);
  });
});
