import { beforeEach, describe, expect, it, vi } from "vitest";
import * as api from "./api";
import { row } from "./cast";
import { OpenIncident } from "./incident.svelte";
import type { Live } from "./live.svelte";
import type { Detail, Message, Related, Row } from "./types";

vi.mock("./api");
const act = vi.mocked(api.act);
const read = vi.mocked(api.detail);

const live = { rows: new Map<string, Row>(), signedOut: false, take: (one: Row) => live.rows.set(one.id, one) };
let incident: OpenIncident;

function detail(changes: Partial<Detail> = {}): Detail {
  const nothing = { hand_overs: [], position: null, place: null, near: [], meant: [], read_out: "", read_out_en: "", report_list: [], messages: [], timeline: [], merged: [], locate_requests: [], units: [] };
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
  vi.mocked(api.related).mockResolvedValue({ ok: true, body: { related: [] } });
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

describe("a key pressed while an earlier step is on its way", () => {
  let answer: (it: api.Answer<Detail>) => void;
  beforeEach(async () => {
    act.mockResolvedValueOnce(done({ state: "opened", version: 2 }));
    await incident.open(id);
    act.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  });

  it("is done after that one, on the version that its answer had", async () => {
    const first = incident.acknowledge();
    const second = incident.act("merge", { other: "b" });
    expect(act).toHaveBeenCalledTimes(2);
    act.mockResolvedValueOnce(done({ state: "acknowledged", version: 4 }));
    answer(done({ state: "acknowledged", version: 3 }));
    expect([await first, await second]).toEqual([true, true]);
    expect(act).toHaveBeenLastCalledWith(id, "merge", { version: 3, other: "b" });
    expect(incident.busy).toBeNull();
  });

  it("does not pass over what somebody else did meanwhile", async () => {
    const first = incident.acknowledge();
    const second = incident.act("merge", { other: "b" });
    live.take(row({ state: "dispatched", version: 4 }));
    act.mockResolvedValueOnce({ ok: false, why: "stale", problem: null });
    answer(done({ state: "acknowledged", version: 3 }));
    expect([await first, await second]).toEqual([true, false]);
    expect(act).toHaveBeenLastCalledWith(id, "merge", { version: 3, other: "b" });
  });

  it("is not done when that one was refused, nor twice", async () => {
    const first = incident.acknowledge();
    const [again, second] = [incident.acknowledge(), incident.act("merge", { other: "b" })];
    answer({ ok: false, why: "unreachable", problem: null });
    expect(await Promise.all([first, again, second])).toEqual([false, false, false]);
    expect(act).toHaveBeenCalledTimes(2);
    expect(incident.notice?.why).toBe("unreachable");
  });
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
  const message: Message = { id: "m1", from_centre: false, author: "", text: "추워요", quick: "", at: "2026-11-22T05:04:00Z" };
  const frame = { id: 2, sequence: 2, jurisdiction: 1, kind: "message_from_person", at: message.at, actor_name: "", data: {} };
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

/** Another dispatcher takes a step: the stream tells it at once, the facts come a moment later. */
function anotherActs(kind: "acknowledged" | "dispatched" | "closed", sequence: number, version: number): void {
  const changed = row({ state: kind, version });
  live.take(changed);
  const frame = { id: sequence, sequence, jurisdiction: 1, kind, at: "2026-11-22T05:05:00Z", actor_name: "second", data: {} };
  incident.heard({ ...frame, incident: changed, message: null });
}

it("asks for a look and a second press when another dispatcher acted while the form was open", async () => {
  act.mockResolvedValueOnce(done({ state: "opened", version: 2 }));
  await incident.open(id);
  incident.arm("close");
  incident.draft.disposition = "safe";
  incident.draft.note = "내려오셔도 됩니다";
  read.mockResolvedValue(done({ state: "dispatched", version: 3 }));
  anotherActs("dispatched", 7, 3);
  expect(incident.isFormOvertaken).toBe(true);
  expect(incident.overtakenForm.map((entry) => [entry.kind, entry.actor_name])).toEqual([["dispatched", "second"]]);

  await incident.submit();
  expect(act).toHaveBeenCalledTimes(1); // only the first look
  expect(incident.isFormOvertaken).toBe(false);
  expect(incident.draft).toMatchObject({ disposition: "safe", note: "내려오셔도 됩니다" });

  act.mockResolvedValueOnce(done({ state: "closed", version: 4 }));
  await incident.submit();
  expect(act).toHaveBeenLastCalledWith(id, "close", { version: 3, disposition: "safe", note: "내려오셔도 됩니다" });
  expect(incident.form).toBeNull();
});

it("keeps a form open with its words when the server says that somebody was faster", async () => {
  act.mockResolvedValueOnce(done({ state: "opened", version: 2 }));
  await incident.open(id);
  incident.arm("close");
  incident.draft.disposition = "safe";
  const entry = { id: 7, sequence: 7, kind: "acknowledged", at: "", actor_name: "second", data: {} };
  const current = detail({ state: "acknowledged", version: 3, timeline: [entry] });
  const problem = { type: "/problems/stale-version", status: 409, title: "", detail: "", current };
  act.mockResolvedValueOnce({ ok: false, why: "stale", problem });
  await incident.submit();
  expect(incident.form?.kind).toBe("close");
  expect(incident.isFormOvertaken).toBe(true);
  expect(incident.overtakenForm).toEqual([entry]);
  expect(incident.notice).toBeNull(); // the form itself says it
  expect(incident.draft.disposition).toBe("safe");
});

it("reads what is true after a refused form, and takes no second press before a look", async () => {
  act.mockResolvedValueOnce(done({ state: "opened", version: 2 }));
  await incident.open(id);
  incident.arm("dispatch");
  incident.draft.note = "갑니다";
  const problem = { type: "/problems/not-now", status: 422, title: "", detail: "" };
  act.mockResolvedValueOnce({ ok: false, why: "refused", problem });
  read.mockResolvedValue(done({ state: "opened", version: 2 }));
  await incident.submit();
  expect(read).toHaveBeenCalledWith(id);
  expect(incident.notice?.problem?.status).toBe(422);
  expect(incident.isFormOvertaken).toBe(true);
  await incident.submit();
  expect(act).toHaveBeenCalledTimes(2);
  expect(incident.draft.note).toBe("갑니다");
});

it("does not take one's own step for another's", async () => {
  act.mockResolvedValueOnce(done({ state: "opened", version: 2 }));
  await incident.open(id);
  incident.arm("close");
  incident.draft.message = "들리나요";
  incident.typed();
  const entry = { id: 7, sequence: 7, kind: "acknowledged", at: "", actor_name: "me", data: {} };
  act.mockResolvedValueOnce(done({ state: "acknowledged", version: 3, timeline: [entry] }));
  await incident.acknowledge();
  expect(incident.isFormOvertaken).toBe(false);
  expect(incident.overtakenMessage).toEqual([]);
});

it("still asks for a look at what another did when one takes a step of one's own beside it", async () => {
  act.mockResolvedValueOnce(done({ state: "opened", version: 2 }));
  await incident.open(id);
  incident.arm("close");
  incident.draft.message = "들리나요";
  incident.typed();
  read.mockResolvedValue(done({ state: "opened", version: 2 }));
  anotherActs("acknowledged", 7, 3);
  const { timeline } = incident.detail!;
  const own = { id: 8, sequence: 8, kind: "dispatched", at: "", actor_name: "me", data: {} };
  act.mockResolvedValueOnce(done({ state: "dispatched", version: 4, timeline: [...timeline, own] }));
  await incident.act("dispatch");
  expect(incident.isFormOvertaken).toBe(true);
  expect(incident.overtakenForm.map((entry) => entry.id)).toEqual([7, 8]);
  expect(incident.overtakenMessage).not.toEqual([]);
});

it("says before a message goes out what another dispatcher did while it was written", async () => {
  act.mockResolvedValueOnce(done({ state: "opened", version: 2 }));
  await incident.open(id);
  incident.draft.message = "곧 갑니다";
  incident.typed();
  read.mockResolvedValue(done({ state: "closed", version: 3 }));
  anotherActs("closed", 7, 3);
  expect(incident.overtakenMessage.map((entry) => entry.kind)).toEqual(["closed"]);
  await incident.say();
  expect(act).toHaveBeenCalledTimes(1);
  expect(incident.draft.message).toBe("곧 갑니다");
  act.mockResolvedValueOnce(done({ state: "closed", version: 3 }));
  await incident.say();
  expect(act).toHaveBeenLastCalledWith(id, "message", { id: expect.any(String) as string, text: "곧 갑니다" });
});

it("offers the words of a form that is no longer possible as a message", async () => {
  act.mockResolvedValueOnce(done({ state: "opened", version: 2 }));
  await incident.open(id);
  incident.arm("dispatch");
  incident.draft.note = "헬기가 갑니다";
  anotherActs("dispatched", 7, 3);
  incident.noteToMessage();
  expect(incident.form).toBeNull();
  expect(incident.draft).toMatchObject({ message: "헬기가 갑니다", note: "" });
  expect(incident.overtakenMessage).toEqual([]);
});

it("reads the open incident again with the list, which is all there is without the stream", async () => {
  act.mockResolvedValueOnce(done({ state: "opened", version: 2 }));
  await incident.open(id);
  read.mockResolvedValue(done({ state: "acknowledged", version: 3 }));
  vi.useFakeTimers();
  incident.listed();
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  expect(incident.detail?.state).toBe("acknowledged");
});

const other: Related = {
  ...{ id: "other", how: "same", reasons: ["phone"], distance_m: 12, state: "new", version: 3, kind: "fall" },
  ...{ place_ko: "", place_en: "", received_at: "2026-11-22T05:04:00Z", disposition: "" },
};

it("merges what may be the same as it stands in the list, and takes it from there", async () => {
  live.take(row({ state: "acknowledged", version: 4 }));
  read.mockResolvedValue(done({ state: "acknowledged", version: 4 }));
  vi.mocked(api.related).mockResolvedValue({ ok: true, body: { related: [{ ...other, how: "near" }, other] } });
  await incident.open(id);
  await Promise.resolve();
  expect(incident.same).toEqual(other);
  live.take(row({ id: "other", version: 5 }));
  act.mockResolvedValue(done({ version: 5, reports: 2 }));
  await incident.merge(other);
  expect(act).toHaveBeenLastCalledWith(id, "merge", { version: 4, other: "other", other_version: 5 });
  expect(live.rows.has("other")).toBe(false);
});

it("asks what is related once for each state of the incident", async () => {
  live.take(row({ state: "acknowledged", version: 4 }));
  read.mockResolvedValue(done({ state: "acknowledged", version: 4 }));
  await incident.open(id);
  await incident.open(id);
  expect(api.related).toHaveBeenCalledTimes(1);
  read.mockResolvedValue(done({ state: "acknowledged", version: 5 }));
  await incident.open(id);
  expect(api.related).toHaveBeenCalledTimes(2);
});
