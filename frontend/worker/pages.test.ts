import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { memory } from "./memory";
import { PAGES, answer, isOurs } from "./pages";

const HTML = "text/html; charset=utf-8";
const OURS = { "Content-Type": HTML, "Content-Security-Policy": "default-src 'none'; script-src 'self'" };
const page = (headers: Record<string, string>, text = "<p>", status = 200): Response => new Response(text, { headers, status });
const KEY = "https://yeogi.example/48279153.K7Q4M";

test("only a page with our own policy is kept: a hotel's or a gateway's is not", () => {
  expect(isOurs(page(OURS))).toBe(true);
  expect(isOurs(page({ "Content-Type": HTML }))).toBe(false);
  expect(isOurs(page({ "Content-Type": "application/json", "Content-Security-Policy": "default-src 'none'" }))).toBe(false);
});

describe("a page that was visited", () => {
  const told: unknown[] = [];
  let phone: ReturnType<typeof memory>;
  let server: () => Response;
  let shown: () => void;
  const behind: Promise<unknown>[] = [];
  const asked = (url = KEY): Promise<Response> =>
    answer(new Request(url), (work) => behind.push(work), () => new Promise((resolve) => (shown = resolve)));
  const rest = async (): Promise<unknown> => (shown?.(), Promise.all(behind));
  const keep = (text: string, days = 0): void => {
    const kept = page({ ...OURS, "x-kept-at": String(Date.now() - days * 86_400_000) }, text);
    phone.room(PAGES).set(KEY, kept);
  };
  const inMemory = async (): Promise<string | undefined> => (await phone.caches.match(KEY, { cacheName: PAGES }))?.text();

  beforeEach(() => {
    [told.length, behind.length] = [0, 0];
    server = () => page(OURS, "<h1>today");
    phone = memory(() => server());
    vi.stubGlobal("caches", phone.caches);
    vi.stubGlobal("fetch", phone.fetch);
    vi.stubGlobal("__BUILD__", "boot-1.js");
    vi.stubGlobal("self", { clients: { matchAll: async () => [{ postMessage: (message: unknown) => told.push(message) }] } });
  });
  afterEach(() => vi.unstubAllGlobals());

  test("is shown before anything is asked of the server", async () => {
    keep("<h1>yesterday");
    expect(await (await asked()).text()).toBe("<h1>yesterday");
    expect(phone.asked).toEqual([]);
  });

  test("is renewed when it is complete, and a newer one is told of", async () => {
    keep("<h1>yesterday");
    await asked(`${KEY}?from=poster#top`);
    await rest();
    expect(phone.asked).toEqual([KEY]);
    expect(await inMemory()).toBe("<h1>today");
    expect(told).toEqual([{ type: "renewed", key: KEY }]);
  });

  test("of which the server has no newer one is not told of", async () => {
    keep("<h1>today");
    await asked();
    await rest();
    expect(told).toEqual([]);
  });

  test("stays when a hotel answers in the server's place, or nobody does", async () => {
    keep("<h1>yesterday");
    server = () => page({ "Content-Type": HTML }, "<h1>Sign in");
    await asked();
    await rest();
    server = () => Response.error();
    await asked();
    await rest();
    expect(await inMemory()).toBe("<h1>yesterday");
  });

  test("more than a week ago asks the server first, and is shown where that is in trouble", async () => {
    keep("<h1>last month", 30);
    server = () => page(OURS, "<h1>in trouble", 503);
    expect(await (await asked()).text()).toBe("<h1>last month");
    server = () => page(OURS, "<h1>today");
    expect(await (await asked()).text()).toBe("<h1>today");
    await rest();
    expect(await inMemory()).toBe("<h1>today");
  });

  test("comes from the server where the phone's memory is out of order", async () => {
    vi.stubGlobal("caches", { ...phone.caches, match: () => Promise.reject(new Error("broken")) });
    expect(await (await asked()).text()).toBe("<h1>today");
  });
});
