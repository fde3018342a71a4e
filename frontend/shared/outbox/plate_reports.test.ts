import { afterEach, expect, test, vi } from "vitest";
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
  const clock = { now_ms: 1_000_000 };
  const wire = {
    report: async ({ id, words }: PlateReport) => reply(`${id} ${words}`.trim()),
    photo: async ({ id }: PlateReport) => reply(`${id} photo`),
  };
  const outbox = new PlateReports(store, wire, () => clock.now_ms);
  const settled: [string, string][] = [];
  outbox.settled = (...what) => settled.push(what);
  return { outbox, store, disk, sent, settled, clock };
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
  await outbox.hurry();
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

/** Return how long is to be waited for what could not be sent. */
const waitOf = (sending: Promise<void>): Promise<number> => sending.then(() => -1, (error: Waiting) => error.wait_ms);

test("a photo that cannot go now keeps no other report back", async () => {
  const { outbox, disk, sent } = world([heard(201), heard(201), heard(503)]);
  await outbox.keep({ ...REPORT, photo: "abc" });
  await outbox.keep({ ...REPORT, id: "2", photo: "def" });
  expect(await waitOf(outbox.send())).toBeGreaterThan(0);
  expect(sent).toEqual(["1", "2", "1 photo", "2 photo"]);
  expect([...disk.keys()]).toEqual(["1"]);
});

test("what failed is asked again when its own time has come, and not before", async () => {
  const { outbox, disk, sent, clock } = world([{ ...heard(503), retryAfter_ms: 60_000 }]);
  await outbox.keep(REPORT);
  expect(await waitOf(outbox.send())).toBeGreaterThanOrEqual(60_000);
  await outbox.keep({ ...REPORT, id: "2" });
  clock.now_ms += 50_000;
  const rest_ms = await waitOf(outbox.send());
  expect(sent).toEqual(["1", "2"]);
  expect(rest_ms).toBeLessThanOrEqual(22_000);
  clock.now_ms += rest_ms;
  await outbox.send();
  expect(sent).toEqual(["1", "2", "1"]);
  expect(disk.size).toBe(0);
});

test("each failure of a report makes its own wait longer, and no other's", async () => {
  const { outbox, clock } = world(Array.from({ length: 5 }, () => heard(503)));
  await outbox.keep(REPORT);
  const waits: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    waits.push(await waitOf(outbox.send()));
    clock.now_ms += waits[i]!;
  }
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits[3]).toBeGreaterThanOrEqual(8_000);
  clock.now_ms -= waits[3]!;
  await outbox.keep({ ...REPORT, id: "2" });
  expect(await waitOf(outbox.send())).toBeLessThanOrEqual(1_200);
});

test("who adds something to a report that waits has it tried at once", async () => {
  const { outbox, sent } = world([heard(503)]);
  await outbox.keep(REPORT);
  await waitOf(outbox.send());
  await outbox.keep({ ...REPORT, words: "the lower half" });
  await outbox.send();
  expect(sent).toEqual(["1", "1 the lower half"]);
});

test("a photo that is no picture any more keeps no other report back", async () => {
  const { store, disk } = world();
  const sent: string[] = [];
  vi.stubGlobal("fetch", async (path: string) => {
    sent.push(path);
    return Response.json({ report: path.split("/")[4] });
  });
  const outbox = new PlateReports(store);
  await outbox.keep({ ...REPORT, isDue: false, photo: "%" });
  await outbox.keep({ ...REPORT, id: "2", isDue: false, photo: "YQ==" });
  expect(await waitOf(outbox.send())).toBeGreaterThan(0);
  expect(sent).toEqual(["/api/v1/plate-reports/2/photo"]);
  expect([...disk.keys()]).toEqual(["1"]);
});

test("a photo too large for a gateway is given up with a reason: it is as large the next time", async () => {
  const { store, disk } = world();
  vi.stubGlobal("fetch", async () => new Response("<h1>Request Entity Too Large</h1>", { status: 413 }));
  const outbox = new PlateReports(store);
  const settled: string[][] = [];
  outbox.settled = (...what) => settled.push(what);
  await outbox.keep({ ...REPORT, isDue: false, photo: "YQ==" });
  await outbox.send();
  expect(disk.size).toBe(0);
  expect(settled).toEqual([["1", "413"]]);
});

test("a gateway in trouble is asked again when it says so", async () => {
  const { store, disk } = world();
  vi.stubGlobal("fetch", async () => new Response("", { status: 403, headers: { "Retry-After": "90" } }));
  const outbox = new PlateReports(store);
  await outbox.keep({ ...REPORT, isDue: false, photo: "YQ==" });
  expect(await waitOf(outbox.send())).toBeGreaterThan(80_000);
  expect(disk.size).toBe(1);
});

afterEach(() => vi.unstubAllGlobals());
