import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type Rolldown, build } from "vite";
import { expect, test } from "vitest";

/**
 * 14 KB for the whole first answer is one round trip on a bad line: 4,580 bytes are the page's own and its
 * headers' (tests/emergency/test_scan_page.py), the rest is for script and style.
 */
const ROOM = 14 * 1024 - 4_580;

test("script and style leave room for the page within one round trip", async () => {
  const configFile = fileURLToPath(new URL("../vite.hiker.config.ts", import.meta.url));
  const [built] = (await build({ configFile, logLevel: "silent", build: { write: false } })) as Rolldown.RolldownOutput[];
  const parts = built!.output.map((file) => (file.type === "chunk" ? file.code : String(file.source)));
  expect(parts).toHaveLength(2);
  expect(gzipSync(parts.join(""), { level: 9, memLevel: 6 }).length).toBeLessThanOrEqual(ROOM);
}, 30_000); // it builds, which a busy machine does slowly
