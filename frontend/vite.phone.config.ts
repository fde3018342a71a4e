import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * What the page behind a tag loads when it is complete: nothing of it blocks the button. The map, the
 * scanner and each language are chunks of their own, loaded on touch.
 */
export default defineConfig({
  root: here("phone"),
  base: "/static/phone/",
  publicDir: false,
  build: {
    outDir: here("dist/phone"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    cssTarget: ["safari17.5", "chrome123"],
    assetsDir: ".",
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: { boot: here("phone/boot.ts") } },
  },
});
