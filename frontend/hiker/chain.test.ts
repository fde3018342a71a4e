import { describe, expect, test } from "vitest";
import type { ReportBody, Status } from "../shared/api/reports";
import { newKept } from "../shared/outbox/kept";
import { type Now, headline, steps, worry } from "./chain";

const body = { tag: "48279153" } as ReportBody;
const centre = { name_ko: "고양 센터", name_en: "Goyang centre", fire_number: "119", police_number: "112" };
const kept = { ...newKept(body, 0) };
const received = { ...kept, body: null, receipt: { report: kept.id, received_at: "14:03:22", centre } };
const status = (more: Partial<Status>): Status =>
  ({ ...received.receipt, state: "received", opened_at: null, acknowledged_at: null, reopened_at: null, dispatched_at: null, closed_at: null, cancelled_at: null, ...more }) as Status;
const now = (more: Partial<Now> = {}): Now => ({
  kept,
  phase: "sending",
  durable: true,
  online: true,
  status: null,
  language: "en",
  centre: "the centre",
  ...more,
});
const say = (word: string, values: Readonly<Record<string, string | number>> = {}): string =>
  [word, ...Object.values(values)].join(" ");
const clock = (at: string): string => at;
const done = (of: Now): string[] => steps(of, say, clock).flatMap((step) => (step.done ? [step.text] : []));

describe("the receipt chain", () => {
  test("begins on this phone, and names the centre before it has answered", () => {
    expect(steps(now(), say, clock).map(({ text }) => text)).toEqual([
      "kept",
      "received the centre",
      "opened the centre",
      "acknowledged the centre",
      "dispatched the centre",
    ]);
    expect(done(now())).toEqual(["kept"]);
  });

  test("names the centre that took it and the time, in the person's language", () => {
    expect(done(now({ kept: received }))).toEqual(["kept", "received Goyang centre, 14:03:22"]);
    expect(done(now({ kept: received, language: "ko" }))[1]).toBe("received 고양 센터, 14:03:22");
  });

  test("grows with what the centre does, and shows the end only when it came", () => {
    const opened = now({ kept: received, status: status({ state: "opened", opened_at: "14:04" }) });
    expect(done(opened).at(-1)).toBe("opened Goyang centre, 14:04");
    const closed = now({ kept: received, status: status({ state: "closed", opened_at: "14:04", closed_at: "15:00" }) });
    expect(done(closed).at(-1)).toBe("closed Goyang centre, 15:00");
    expect(headline(closed, say, clock)).toBe("closed Goyang centre, 15:00");
  });
});

describe("an incident that was closed", () => {
  test("waits for no further step", () => {
    const over = now({ kept: received, status: status({ opened_at: "14:04", cancelled_at: "14:06" }) });
    expect(steps(over, say, clock).every((step) => step.done)).toBe(true);
  });

  test("and reopened says so, and waits for help anew", () => {
    const times = { opened_at: "14:04", acknowledged_at: "15:00", reopened_at: "15:00" };
    const again = now({ kept: received, status: status({ state: "acknowledged", ...times }) });
    expect(headline(again, say, clock)).toBe("reopened Goyang centre, 15:00");
    expect(steps(again, say, clock).at(-1)).toEqual({ text: "dispatched Goyang centre", done: false });
    const helped = now({ kept: received, status: status({ state: "dispatched", ...times, dispatched_at: "15:02" }) });
    expect(headline(helped, say, clock)).toBe("dispatched Goyang centre, 15:02");
  });
});

describe("a call that its person ended", () => {
  const ended = (cancel_reason: Status["cancel_reason"]): Now =>
    now({ kept: received, status: status({ cancelled_at: "14:06", cancel_reason }) });

  test("says that they are safe when that is what they said", () => {
    expect(headline(ended("safe"), say, clock)).toBe("told_safe Goyang centre, 14:06");
    expect(done(ended("safe")).join()).not.toContain("cancelled");
  });

  test("was taken back only when it was a mistake", () => {
    expect(headline(ended("mistake"), say, clock)).toBe("cancelled Goyang centre, 14:06");
  });
});

describe("the sentence that stands largest", () => {
  test("never says received before it was", () => {
    expect(headline(now(), say, clock)).toBe("sending");
    expect(headline(now({ phase: "waiting" }), say, clock)).toBe("kept, again_soon");
    expect(headline(now({ online: false, phase: "waiting" }), say, clock)).toBe("offline");
    expect(headline(now({ durable: false, phase: "waiting" }), say, clock)).toBe("kept_memory, again_soon");
    expect(headline(now({ kept: received }), say, clock)).toBe("received Goyang centre, 14:03:22");
  });

  test("says what to do when the server refused for good", () => {
    const refused = { ...kept, refused: { type: "/problems/unreadable", detail: "Send JSON." } };
    expect(headline(now({ kept: refused }), say, clock)).toBe("refused");
    const off = { ...kept, refused: { type: "/problems/sharing-off", detail: "" } };
    expect(headline(now({ kept: off }), say, clock)).toBe("sharing_off");
  });
});

describe("what alarms the person", () => {
  test("no receipt after twenty seconds: the message, then the call", () => {
    expect(worry(now(), 19_000)).toBeNull();
    expect(worry(now(), 20_000)).toBe("unconfirmed");
    expect(worry(now({ kept: { ...kept, refused: { type: "", detail: "" } } }), 0)).toBe("unconfirmed");
  });

  test("received, and nobody has looked after ninety seconds", () => {
    const waiting = now({ kept: received, status: status({}) });
    expect(worry(waiting, 89_000)).toBeNull();
    expect(worry(waiting, 90_000)).toBe("unopened");
    expect(worry(now({ kept: received, status: status({ state: "opened" }) }), 600_000)).toBeNull();
    expect(worry(now({ kept: received, status: status({ cancelled_at: "14:05" }) }), 600_000)).toBeNull();
  });
});
