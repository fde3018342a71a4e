import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { filesOf } from "./vite.files";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const files = filesOf(here("dist/manifest.json"), ["crew/index.html"], true).map((file) => `/static/${file}`);

/** The service worker of the crew's page: one file, built last because it names what the apps are built of. */
export default defineConfig({
  root: here("crew_worker"),
  base: "/crew/",
  publicDir: false,
  define: { "process.env.NODE_ENV": JSON.stringify("production"), __FILES__: JSON.stringify(files) },
  build: {
    outDir: here("dist/crew_worker"),
    emptyOutDir: true,
    target: "es2022",
    lib: { entry: here("crew_worker/main.ts"), formats: ["iife"], name: "worker", fileName: () => "sw.js" },
  },
});
