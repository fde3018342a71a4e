import { beforeEach, describe, expect, test, vi } from "vitest";
import { memory } from "./memory";
import { keep, letGo, preparation, wantsMap } from "./parts";

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

describe("in the phone's memory", () => {
  let phone: ReturnType<typeof memory>;
  const at = (name: string): string => `https://yeogi.example/static/phone/${name}`;
  const held = (): string[] => [...phone.room("parts").keys()];

  beforeEach(() => {
    phone = memory((url) => new Response(url, { status: url.includes("gone") ? 404 : 200 }));
    vi.stubGlobal("caches", phone.caches);
    vi.stubGlobal("fetch", phone.fetch);
  });

  test("the map is kept for who asks for it, and what is here is not fetched again", async () => {
    expect(wantsMap({ type: "keep-map" })).toBe(true);
    expect([null, 3, "keep-map", asked].some(wantsMap)).toBe(false);
    await keep(["/static/phone/map-1.js"]);
    await keep(["/static/phone/map-1.js", "/static/phone/maplibre-gl-worker-1.mjs"]);
    expect(phone.asked).toEqual([at("map-1.js"), at("maplibre-gl-worker-1.mjs")]);
  });

  test("pages of an earlier build find their parts after the next one, and what is held twice goes", async () => {
    await keep(["/static/phone/main-1.js"]);
    phone.room("workbox-precache-v2-https://yeogi.example/").set(at("main-1.js"), new Response());
    await keep(["/static/phone/main-2.js"]);
    await letGo(["/static/phone/main-2.js"]);
    expect(held()).toEqual([at("main-1.js"), at("main-2.js")]);
    expect([...phone.rooms.keys()]).toEqual(["parts"]);
  });

  test("of many builds the eldest parts go, and never one of this build", async () => {
    const names = Array.from({ length: 120 }, (_, i) => `/static/phone/part-${i}.js`);
    for (const name of names) await keep([name]);
    await letGo([names[0]!, names[119]!]);
    expect(held()).toEqual([at("part-0.js"), ...names.slice(19).map((name) => `https://yeogi.example${name}`)]);
  });
});
