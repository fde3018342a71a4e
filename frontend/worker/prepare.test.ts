import { expect, test, vi } from "vitest";
import { preparation } from "./prepare";

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
