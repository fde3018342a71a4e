import { expect, test } from "vitest";
import { NoAnswer } from "../api/http";
import { type Heard, type PlateReport, PlateReports, Waiting } from "./plate_reports";
import type { Store } from "./store";

const REPORT: PlateReport = { id: "1", tag: "48279153", kind: "damaged", words: "", language: "ko", isDue: true, photo: null };
const heard = (status: number, why = ""): Heard => ({ status, why, retryAfter_ms: null });

/** A disk in memory, and a server that answers from a list; then it takes everything. */
function world(answers: (Heard | "silence")[] = []) {
  const disk = new Map<string, PlateReport>();
  const sent: string[] = [];
  const store: Store<PlateReport> = {
    durable: true,
    all: async () => [...disk.values()],
    put: async (id, value) => void disk.set(id, value),
    remove: async (id) => void disk.delete(id),
  };
  const reply = (what: string): Heard => {
    sent.push(what);
    const next = answers.shift() ?? heard(200);
    if (next === "silence") throw new NoAnswer();
    return next;
  };
  const outbox = new PlateReports(store, {
    report: async ({ id, words }) => reply(`${id} ${words}`.trim()),
    photo: async ({ id }) => reply(`${id} photo`),
  });
  const settled: [string, string][] = [];
  outbox.settled = (...what) => settled.push(what);
  return { outbox, disk, sent, settled };
}

test("words go before the photo, and what has arrived leaves the phone", async () => {
  const { outbox, disk, sent, settled } = world();
  await outbox.keep({ ...REPORT, photo: "abc" });
  await outbox.send();
  expect(sent).toEqual(["1", "1 photo"]);
  expect(disk.size).toBe(0);
  expect(settled).toEqual([["1", ""], ["1", ""]]);
});

test("without a line it stays on the disk, and goes when there is one", async () => {
  const { outbox, disk, sent } = world(["silence"]);
  await outbox.keep(REPORT);
  await expect(outbox.send()).rejects.toBeInstanceOf(Waiting);
  expect(disk.get("1")).toEqual(REPORT);
  await outbox.send();
  expect(sent).toEqual(["1", "1"]);
  expect(disk.size).toBe(0);
});

test("a server that is slow or full is asked again", async () => {
  for (const status of [429, 500, 503]) {
    const { outbox, disk } = world([heard(status)]);
    await outbox.keep(REPORT);
    await expect(outbox.send()).rejects.toBeInstanceOf(Waiting);
    expect(disk.size).toBe(1);
  }
});

test("a photo that is refused is dropped with the reason, and the report stands", async () => {
  const { outbox, disk, settled } = world([heard(201), heard(422, "no photo")]);
  await outbox.keep({ ...REPORT, photo: "abc" });
  await outbox.send();
  expect(disk.size).toBe(0);
  expect(settled).toEqual([["1", ""], ["1", "no photo"]]);
});

test("a plate that the server does not know takes its photo with it", async () => {
  const { outbox, disk, sent } = world([heard(404, "no plate")]);
  await outbox.keep({ ...REPORT, photo: "abc" });
  await outbox.send();
  expect(sent).toEqual(["1"]);
  expect(disk.size).toBe(0);
});

test("words that come while the first ones travel go after them", async () => {
  const { outbox, disk, sent } = world();
  const first = outbox.keep(REPORT);
  await first;
  await outbox.keep({ ...REPORT, words: "the lower half" });
  await outbox.send();
  expect(sent.at(-1)).toBe("1 the lower half");
  expect(disk.size).toBe(0);
});
