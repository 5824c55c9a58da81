import { defineConfig } from "vite";

/** One plain script for other sites: it has a name that stays, and imports nothing. Built after the page, into its folder. */
export default defineConfig({
  build: {
    target: "es2022",
    emptyOutDir: false,
    copyPublicDir: false,
    lib: { entry: "src/visitor/embed.ts", formats: ["iife"], name: "coachable", fileName: () => "embed.js" },
  },
});
