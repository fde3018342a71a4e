import { beforeEach, expect, it, vi } from "vitest";
import type { Following } from "../shared/stream/follow";
import * as api from "./api";
import { row } from "./cast";
import { Live } from "./live.svelte";
import type { Frame, List, Row } from "./types";

vi.mock("./api");
let following: Following;
const restart = vi.fn();
vi.mock("../shared/stream/follow", () => ({
  follow: (given: Following) => {
    following = given;
    return { restart, stop: vi.fn() };
  },
}));

const list = vi.mocked(api.list);
const news = { arrived: vi.fn<(one: Row) => void>(), heard: vi.fn<(frame: Frame) => void>(), listed: vi.fn(), gone: vi.fn<(id: string) => void>() };
let live: Live;

const listed = (cursor: string, ...incidents: Row[]): api.Answer<List> => ({
  ok: true,
  body: { cursor, server_time: "2026-11-22T05:10:00Z", incidents },
});

function told(cursor: string, incident: Row, kind = "report_received"): void {
  const [jurisdiction, sequence] = cursor.split("~")[0]!.split(".").map(Number);
  const frame = { id: sequence, sequence, jurisdiction, kind, at: incident.received_at, actor_name: "", incident, message: null };
  following.heard({ event: "incident", data: JSON.stringify(frame), id: cursor });
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const shown = (): string[] => [...live.rows.keys()];

beforeEach(async () => {
  vi.resetAllMocks();
  vi.mocked(api.session).mockResolvedValue({ ok: false, why: "unreachable", problem: null });
  list.mockResolvedValue(listed("1.5~2.9", row({ id: "first" })));
  live = new Live(news);
  live.start();
  await settle();
});

it("shows the list, then follows the stream from where the list ends", () => {
  expect(shown()).toEqual(["first"]);
  expect(following.cursor()).toBe("1.5~2.9");
  expect(news.arrived).not.toHaveBeenCalled();
});

it("shows a new report from its frame alone, and rings once", () => {
  list.mockClear();
  told("1.6~2.9", row({ id: "second" }));
  told("1.6~2.9", row({ id: "second" }));
  expect(shown()).toEqual(["first", "second"]);
  expect(news.arrived).toHaveBeenCalledTimes(1);
  expect(news.heard).toHaveBeenCalledTimes(1);
  expect(list).not.toHaveBeenCalled();
  expect(following.cursor()).toBe("1.6~2.9");
});

it("reads the list again when a frame was missed, and follows on from there", async () => {
  list.mockResolvedValueOnce(listed("1.8~2.9", row({ id: "first" }), row({ id: "missed" }), row({ id: "third" })));
  told("1.8~2.9", row({ id: "third" }));
  await settle();
  expect(shown()).toEqual(["first", "missed", "third"]);
  expect(following.cursor()).toBe("1.8~2.9");
  expect(restart).toHaveBeenCalled();
});

it("takes rows away that are no longer open, but not for a list older than the stream", async () => {
  told("1.6~2.9", row({ id: "second" }));
  list.mockResolvedValueOnce(listed("1.5~2.9", row({ id: "first" })));
  await live.poll();
  expect(shown()).toEqual(["first", "second"]);
  list.mockResolvedValueOnce(listed("1.7~2.9", row({ id: "second" })));
  await live.poll();
  expect(shown()).toEqual(["second"]);
});

it("starts over from the list when the server says that its log is another one", async () => {
  list.mockResolvedValueOnce(listed("1.2", row({ id: "restored" })));
  const hello = { cursor: "1.2", server_time: "2026-11-22T05:11:00Z", resync: true };
  following.heard({ event: "hello", data: JSON.stringify(hello), id: "1.2" });
  await settle();
  expect(shown()).toEqual(["restored"]);
  expect(following.cursor()).toBe("1.2");
});

it("rings for what the list brings while the stream is away", async () => {
  list.mockResolvedValueOnce(listed("1.6~2.9", row({ id: "first" }), row({ id: "meanwhile" })));
  await live.poll();
  expect(news.arrived.mock.calls.map(([one]) => one.id)).toEqual(["meanwhile"]);
});

it("rings for another report on an incident that is acknowledged already, by stream and by list", async () => {
  const known = row({ id: "first", state: "acknowledged", version: 3 });
  list.mockResolvedValueOnce(listed("1.6~2.9", known));
  await live.poll();
  told("1.7~2.9", { ...known, version: 4, reports: 2 });
  told("1.8~2.9", { ...known, version: 5, reports: 2, state: "dispatched" }, "dispatched");
  expect(news.arrived).toHaveBeenCalledTimes(1);
  list.mockResolvedValueOnce(listed("1.9~2.9", { ...known, version: 6, reports: 3, state: "dispatched" }));
  await live.poll();
  expect(news.arrived.mock.calls.map(([one]) => one.reports)).toEqual([2, 3]);
});

it("asks to sign in when the stream or the list refuses, and tells why when only the role is missing", async () => {
  list.mockResolvedValueOnce({ ok: false, why: "signed-out", problem: null });
  following.changed("refused");
  await settle();
  expect(live.signedOut).toBe(true);
  live.signedOut = false;
  const problem = { type: "/problems/permission-denied", status: 403, title: "", detail: "Ask an administrator." };
  list.mockResolvedValueOnce({ ok: false, why: "refused", problem });
  following.changed("refused");
  await settle();
  expect(live.refused).toBe(true);
  expect(live.signedOut).toBe(false);
});

it("takes away what was merged into another incident, and rings for neither", () => {
  told("1.6~2.9", row({ id: "second" }));
  news.arrived.mockClear();
  told("1.7~2.9", row({ id: "first", version: 2, reports: 2 }), "merged");
  told("1.8~2.9", row({ id: "second", version: 2, reports: 0, merged_into: "first" }), "merged_into");
  expect(shown()).toEqual(["first"]);
  expect(news.arrived).not.toHaveBeenCalled();
});

it("rings for what was split off and nobody has opened", () => {
  told("1.6~2.9", row({ id: "second" }), "split_off");
  expect(news.arrived.mock.calls.map(([one]) => one.id)).toEqual(["second"]);
});
