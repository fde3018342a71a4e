import { beforeEach, expect, it, vi } from "vitest";
import * as api from "./api";
import { row } from "./cast";
import { OpenIncident } from "./incident.svelte";
import type { Live } from "./live.svelte";
import type { Detail, Message, Row } from "./types";

vi.mock("./api");
const act = vi.mocked(api.act);
const read = vi.mocked(api.detail);

const live = { rows: new Map<string, Row>(), signedOut: false, take: (one: Row) => live.rows.set(one.id, one) };
let incident: OpenIncident;

function detail(changes: Partial<Detail> = {}): Detail {
  const nothing = { position: null, place: null, near: [], read_out: "", report_list: [], messages: [], timeline: [] };
  const agreement = { kind: "unknown", distance_m: null, minutes: null, text_ko: "", text_en: "" };
  return { ...row(), ...nothing, agreement, ...changes };
}

const done = (changes: Partial<Detail>): api.Answer<Detail> => ({ ok: true, body: detail(changes) });
const id = row().id;

beforeEach(() => {
  vi.resetAllMocks();
  live.rows.clear();
  live.signedOut = false;
  live.take(row());
  incident = new OpenIncident(live as unknown as Live, () => true);
});

it("opens an unopened incident with the first look of a dispatcher", async () => {
  act.mockResolvedValue(done({ state: "opened", version: 2 }));
  await incident.open(id);
  expect(act).toHaveBeenCalledWith(id, "open");
  expect(incident.detail?.state).toBe("opened");
  expect(live.rows.get(id)?.state).toBe("opened");
});

it("only reads what is open already, and what one may only look at", async () => {
  read.mockResolvedValue(done({}));
  await new OpenIncident(live as unknown as Live, () => false).open(id);
  expect(act).not.toHaveBeenCalled();
  expect(read).toHaveBeenCalledWith(id);
});

it("names the version that it shows, and tells who was faster", async () => {
  act.mockResolvedValueOnce(done({ state: "opened", version: 2 }));
  await incident.open(id);
  const current = detail({ state: "dispatched", version: 3 });
  const problem = { type: "/problems/stale-version", status: 409, title: "", detail: "", current };
  act.mockResolvedValueOnce({ ok: false, why: "stale", problem });
  await incident.acknowledge();
  expect(act).toHaveBeenLastCalledWith(id, "acknowledge", { version: 2 });
  expect(incident.notice?.why).toBe("stale");
  expect(incident.detail?.state).toBe("dispatched");
});

it("keeps the typed words and their id until the server has them", async () => {
  read.mockResolvedValue(done({ state: "opened" }));
  act.mockResolvedValue(done({ state: "opened" }));
  await incident.open(id);
  incident.draft.message = " 움직이지 마세요 ";
  act.mockResolvedValueOnce({ ok: false, why: "unreachable", problem: null });
  await incident.say();
  expect(incident.draft.message).toBe(" 움직이지 마세요 ");
  expect(incident.notice).toMatchObject({ why: "unreachable", verb: "message" });
  await incident.say();
  const sent = act.mock.calls.filter((call) => call[1] === "message").map((call) => call[2]);
  expect(sent[0]).toEqual(sent[1]);
  expect(sent[0]?.["text"]).toBe("움직이지 마세요");
  expect(incident.draft.message).toBe("");
});

it("keeps what was typed about each incident while looking at another", async () => {
  act.mockResolvedValue(done({}));
  await incident.open(id);
  incident.draft.message = "잠깐만요";
  live.take(row({ id: "other", state: "opened" }));
  read.mockResolvedValue(done({ id: "other" }));
  await incident.open("other");
  expect(incident.draft.message).toBe("");
  await incident.open(id);
  expect(incident.draft.message).toBe("잠깐만요");
});

it("asks to sign in again when the session has ended, and loses nothing", async () => {
  act.mockResolvedValueOnce(done({ state: "opened" }));
  await incident.open(id);
  incident.draft.message = "들리나요";
  act.mockResolvedValueOnce({ ok: false, why: "signed-out", problem: null });
  await incident.say();
  expect(live.signedOut).toBe(true);
  expect(incident.draft.message).toBe("들리나요");
});

it("shows the person's words from the stream at once, and once", async () => {
  act.mockResolvedValueOnce(done({ state: "opened", version: 2 }));
  await incident.open(id);
  const message: Message = { id: "m1", from_centre: false, author: "", text: "추워요", at: "2026-11-22T05:04:00Z" };
  const frame = { sequence: 2, jurisdiction: 1, kind: "message_from_person", at: message.at, actor_name: "" };
  const told = { ...frame, incident: row({ state: "opened", version: 2 }), message };
  read.mockResolvedValue(done({ state: "opened", version: 2, messages: [message] }));
  incident.heard(told);
  incident.heard(told);
  expect(incident.detail?.messages).toEqual([message]);
});

it("does not let a late answer replace what is newer", async () => {
  act.mockResolvedValueOnce(done({ state: "dispatched", version: 4 }));
  await incident.open(id);
  live.take(row({ state: "dispatched", version: 4 }));
  read.mockResolvedValueOnce(done({ state: "opened", version: 2 }));
  await incident.open(id);
  expect(incident.detail?.state).toBe("dispatched");
});
