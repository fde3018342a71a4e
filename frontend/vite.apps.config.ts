import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The single-page apps. Their files carry a hash in the name; manifest.json says which is which. */
export default defineConfig({
  root: here("."),
  base: "/static/",
  publicDir: false,
  plugins: [svelte()],
  build: {
    outDir: here("dist"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    // MapLibre alone is about 1 MB; it loads once and is kept by the browser.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      input: {
        console: here("console/index.html"),
        sign_in: here("console/sign_in.css"),
        passkeys: here("console/passkeys.ts"),
        after: here("console/after.css"),
        board: here("board/index.html"),
        board_links: here("board/links.css"),
        crew: here("crew/index.html"),
      },
    },
  },
});
