/// <reference types="node" />
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

// Read from disk: Vitest hands out style sheets empty.
const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf-8");
const tokens = read("tokens.css");
const themes = read("themes.css");

/** Return the colours of the block that starts at a selector or media query. */
function colours(css: string, start: string): Record<string, string> {
  const block = css.slice(css.indexOf(start));
  const found = block.slice(0, block.indexOf("}")).matchAll(/--([\w-]+): (#[0-9a-f]{6});/g);
  return Object.fromEntries([...found].map((match) => [match[1]!, match[2]!]));
}

it("gives by choice the same colours as by system", () => {
  const light = colours(tokens, ":root {");
  const dark = colours(tokens, "@media (prefers-color-scheme: dark)");
  const chosenLight = colours(themes, ':root[data-theme="light"]');
  const chosenDark = colours(themes, ':root[data-theme="dark"]');
  expect(Object.keys(dark).length).toBeGreaterThan(8);
  expect(chosenDark).toMatchObject(dark);
  for (const name of Object.keys(dark)) expect(chosenLight[name]).toBe(light[name]);
});
