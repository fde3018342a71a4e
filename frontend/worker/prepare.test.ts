import { expect, test, vi } from "vitest";
import { keep, preparation, wantsMap } from "./prepare";

vi.stubGlobal("location", new URL("https://yeogi.example/sw.js"));

const asked = { type: "prepare", language: "ko", page: "https://yeogi.example/48279153", parts: [] as unknown[] };

test("a page's own parts are kept, and nothing of another site or another room", () => {
  const parts = [
    "https://yeogi.example/static/phone/main-1.js",
    "https://elsewhere.example/static/phone/main-1.js",
    "https://yeogi.example/api/v1/points",
    "not an address",
    7,
  ];
  expect(preparation({ ...asked, parts })?.parts.map(({ href }) => href)).toEqual([parts[0]]);
});

test.each([null, 3, {}, { ...asked, type: "other" }, { ...asked, language: "../x" }, { ...asked, page: "https://elsewhere.example/" }])(
  "any other message asks for nothing: %j",
  (message) => expect(preparation(message)).toBeNull(),
);

test("the map is kept for who asks for it, and what is here is not fetched again", async () => {
  const held = new Set(["/static/phone/map-1.js"]);
  const fetched: string[] = [];
  vi.stubGlobal("caches", {
    open: async () => ({
      match: async (href: string) => (held.has(href) ? new Response() : undefined),
      add: async (href: string) => void fetched.push(href),
    }),
  });
  expect(wantsMap({ type: "keep-map" })).toBe(true);
  expect([null, 3, "keep-map", asked].some(wantsMap)).toBe(false);
  await keep(["/static/phone/map-1.js", "/static/phone/maplibre-gl-worker-1.mjs"]);
  expect(fetched).toEqual(["/static/phone/maplibre-gl-worker-1.mjs"]);
});
