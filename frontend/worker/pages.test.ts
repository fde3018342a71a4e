import { expect, test } from "vitest";
import { isOurs } from "./pages";

const page = (headers: Record<string, string>): Response => new Response("<p>", { headers });
const HTML = "text/html; charset=utf-8";

test("only a page with our own policy is kept: a hotel's or a gateway's is not", () => {
  expect(isOurs(page({ "Content-Type": HTML, "Content-Security-Policy": "default-src 'none'; script-src 'self'" }))).toBe(true);
  expect(isOurs(page({ "Content-Type": HTML }))).toBe(false);
  expect(isOurs(page({ "Content-Type": "application/json", "Content-Security-Policy": "default-src 'none'" }))).toBe(false);
});
