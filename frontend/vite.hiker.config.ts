import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * The page behind a tag: one script and one style sheet, without hashes in their names, because the
 * server writes both into the page itself. One response, nothing to wait for on a bad line.
 */
export default defineConfig({
  root: here("hiker"),
  base: "/static/",
  publicDir: false,
  build: {
    outDir: here("dist/hiker"),
    emptyOutDir: true,
    target: "es2022",
    // No rule needs lowering; older targets would add fallbacks for functions that are not used.
    cssTarget: ["safari17.5", "chrome123"],
    lib: { entry: here("hiker/main.ts"), formats: ["iife"], name: "yeogi", fileName: () => "hiker.js", cssFileName: "hiker" },
  },
});
