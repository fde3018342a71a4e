import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { follow, SILENCE_MS, type Connection, type Follower } from "./follow";

let asked: { cursor: string }[];
let states: Connection[];
let frames: string[];
let answers: (() => Promise<Response>)[];
let follower: Follower;

/** A stream that says something and then stays open until the reader leaves. */
function open(text: string, signal: AbortSignal): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
      signal.addEventListener("abort", () => controller.error(new Error("left")));
    },
  });
  return new Response(body, { status: 200 });
}

const frame = (id: string): string => `id: ${id}\nevent: incident\ndata: {}\n\n`;
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  [asked, states, frames, answers] = [[], [], [], []];
  vi.stubGlobal("addEventListener", vi.fn());
  vi.stubGlobal("removeEventListener", vi.fn());
  vi.stubGlobal("fetch", (_: string, init: { headers: Record<string, string>; signal: AbortSignal }) => {
    asked.push({ cursor: init.headers["Last-Event-ID"] ?? "" });
    const next = answers.shift();
    return next ? next() : Promise.resolve(open("", init.signal));
  });
});

afterEach(() => {
  follower.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function start(): void {
  follower = follow({
    address: "/api/v1/events",
    cursor: () => frames.at(-1) ?? "1.0",
    heard: (message) => frames.push(message.id ?? ""),
    changed: (connection) => states.push(connection),
  });
}

it("says that it is live and hands on each frame", async () => {
  answers.push(() => Promise.resolve(open(frame("1.1") + frame("1.2"), new AbortController().signal)));
  start();
  await settle();
  expect(states).toEqual(["connecting", "live"]);
  expect(frames).toEqual(["1.1", "1.2"]);
});

it("comes back with the cursor of the last frame when the stream ends", async () => {
  answers.push(() => Promise.resolve(new Response(frame("1.7"))));
  start();
  await settle();
  expect(states.at(-1)).toBe("stale");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked.map((request) => request.cursor)).toEqual(["1.0", "1.7"]);
  expect(states.at(-1)).toBe("live");
});

it("takes 25 seconds of silence for a broken line", async () => {
  start();
  await settle();
  expect(states.at(-1)).toBe("live");
  await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
  expect(states.at(-1)).toBe("live");
  await vi.advanceTimersByTimeAsync(1);
  expect(states).toContain("stale");
});

it("says that it is refused when the session has ended", async () => {
  answers.push(() => Promise.resolve(new Response("", { status: 403 })));
  start();
  await settle();
  expect(states.at(-1)).toBe("refused");
});

it("waits longer after each failure, and not at all when told to restart", async () => {
  answers.push(...[1, 2, 3, 4, 5].map(() => () => Promise.reject(new Error("away"))));
  start();
  await vi.advanceTimersByTimeAsync(7_000);
  expect(asked.length).toBeLessThan(5);
  answers.length = 0;
  follower.restart();
  await settle();
  expect(states.at(-1)).toBe("live");
});
