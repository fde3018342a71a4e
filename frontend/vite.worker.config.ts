import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

/** Return what the second stage needs to start without a line; what loads on touch is kept when it was touched. */
function precached(): string[] {
  const chunks = JSON.parse(readFileSync(here("dist/phone/manifest.json"), "utf-8")) as Record<string, Chunk>;
  const files = new Set<string>();
  const add = (name: string): void => {
    const chunk = chunks[name];
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    for (const other of chunk.imports ?? []) add(other);
  };
  // Packages are for where there is no line, also after this page was renewed.
  for (const name of ["boot.ts", "main.ts", "packages_open.ts", "nearby.ts", "known_place_told.ts"]) add(name);
  return [...files].map((file) => `/static/phone/${file}`);
}

/** The service worker: one file at the root of the site, built last because it names what the others built. */
export default defineConfig({
  root: here("worker"),
  base: "/",
  publicDir: false,
  define: { "process.env.NODE_ENV": JSON.stringify("production"), __PRECACHED__: JSON.stringify(precached()), __BUILD__: JSON.stringify(precached()[0]) },
  build: {
    outDir: here("dist/worker"),
    emptyOutDir: true,
    target: "es2022",
    lib: { entry: here("worker/main.ts"), formats: ["iife"], name: "worker", fileName: () => "sw.js" },
  },
});
