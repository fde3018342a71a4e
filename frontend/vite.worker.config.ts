import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { filesOf } from "./vite.files";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Return the files of these parts of the second stage. */
const partsOf = (names: readonly string[]): string[] => filesOf(here("dist/phone/manifest.json"), names).map((file) => `/static/phone/${file}`);

/** What the second stage needs to start without a line; what loads on touch is kept when it was touched. */
const START = [
  "boot.ts", "main.ts",
  // Packages are for where there is no line.
  "packages_open.ts", "nearby.ts", "known_place_told.ts",
  // Beside the page's own language, to be shown to whoever comes.
  "../../emergency/languages/ko.json",
];
const parts = partsOf(START);
/** Kept with the first surroundings, so that it opens without a line, too: MapLibre, its worker, its style sheet. */
const map = partsOf(["map.ts"]).filter((file) => !parts.includes(file));

/** The service worker: one file at the root of the site, built last because it names what the others built. */
export default defineConfig({
  root: here("worker"),
  base: "/",
  publicDir: false,
  // Workbox says less, and is a third of its size.
  define: { "process.env.NODE_ENV": JSON.stringify("production"), __PARTS__: JSON.stringify(parts), __MAP__: JSON.stringify(map), __BUILD__: JSON.stringify(parts[0]) },
  build: {
    outDir: here("dist/worker"),
    emptyOutDir: true,
    target: "es2022",
    lib: { entry: here("worker/main.ts"), formats: ["iife"], name: "worker", fileName: () => "sw.js" },
  },
});
