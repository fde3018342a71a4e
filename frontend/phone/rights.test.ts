import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Answer, NoAnswer } from "../shared/api/http";
import type { Key } from "../shared/api/reports";
import type { Outbox } from "../shared/outbox/outbox";
import { BODY, FIX, answer, settle, world } from "../shared/outbox/world";
import { gone } from "./rights";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const kept = ({ kept: now }: Outbox) => now!;

/** The centre's answer to a consent that is taken back; what it is asked is written down. */
function centre(said: Answer | "silence") {
  const asked: Key[] = [];
  const tell = async (key: Key): Promise<Answer> => {
    asked.push(key);
    if (said === "silence") throw new NoAnswer();
    return said;
  };
  return { asked, tell };
}

/** A received report with words and a position that have not arrived, because the line has gone. */
async function reported() {
  const phone = world();
  await phone.outbox.keep(BODY);
  await settle();
  phone.wire.post = async () => {
    throw new NoAnswer();
  };
  void phone.outbox.say({ id: "m1", text: "My leg" });
  void phone.outbox.addFix(FIX);
  await settle();
  return phone;
}

const taken = async (phone: Awaited<ReturnType<typeof reported>>, tell: (key: Key) => Promise<Answer>): Promise<boolean> => {
  const going = gone({ kept: kept(phone.outbox), outbox: phone.outbox }, tell);
  await settle(5_000);
  return going;
};

describe("when the centre has confirmed it", () => {
  test.each([[200, { erased: true }], [404, null]])("with %j, nothing of the report is left on this phone", async (status, body) => {
    const phone = await reported();
    const { id, secret } = kept(phone.outbox);
    const { asked, tell } = centre(answer(status, body));
    expect(await taken(phone, tell)).toBe(true);
    expect(asked).toMatchObject([{ id, secret }]);
    expect(phone.disk.size).toBe(0);
    expect(phone.outbox.kept).toBeNull();
  });

  test("what waited to be sent never leaves", async () => {
    const phone = await reported();
    const sent: string[] = [];
    phone.wire.post = async (_, what) => (sent.push(what), answer(201, {}));
    expect(await taken(phone, centre(answer(200, {})).tell)).toBe(true);
    await settle(600_000);
    expect(sent).toEqual([]);
  });

  test("another report on the same phone stays", async () => {
    const phone = await reported();
    const other = phone.another();
    await other.keep(BODY);
    await settle();
    await taken(phone, centre(answer(200, {})).tell);
    expect([...phone.disk.keys()]).toEqual([kept(other).id]);
  });
});

describe("when the centre has not confirmed it", () => {
  test.each(["silence", answer(500, null), answer(403, { type: "/problems/forbidden" }), answer(302, null)] as const)(
    "but said %j, the key stays, for the next try, with all that waits",
    async (said) => {
      const phone = await reported();
      const before = kept(phone.outbox);
      expect(await taken(phone, centre(said).tell)).toBe(false);
      expect(phone.outbox.kept).toBe(before);
      expect(phone.disk.get(before.id)).toMatchObject({ secret: before.secret, messages: [{ text: "My leg" }], fixes: [{ sequence: 1 }] });
    },
  );

  test("the next try erases it", async () => {
    const phone = await reported();
    await taken(phone, centre("silence").tell);
    expect(await taken(phone, centre(answer(200, {})).tell)).toBe(true);
    expect(phone.disk.size).toBe(0);
  });
});

test("a centre that knows nothing of it is asked only when nothing is under way to it any more", async () => {
  const phone = world();
  let arrive: (answer: Answer) => void = () => undefined;
  phone.wire.put = () => new Promise((resolve) => (arrive = resolve));
  await phone.outbox.keep(BODY);
  await settle();
  const { id } = kept(phone.outbox);
  const { asked, tell } = centre(answer(200, {}));
  const going = gone({ kept: kept(phone.outbox), outbox: phone.outbox }, tell);
  await settle(10_000);
  expect(asked).toEqual([]);
  arrive(answer(201, { report: id }));
  await settle(100);
  expect(await going).toBe(true);
  expect(asked).toHaveLength(1);
  expect(phone.disk.size).toBe(0);
});
