import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const API = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    // Fonts and icons stay files, so that the Content-Security-Policy needs no data: source.
    assetsInlineLimit: 0,
    // The limit guards the page; GraphiQL's editor is a page of its own and loads nothing of it here.
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      input: { page: "index.html", graphiql: "graphiql.html", chat: "chat.html" },
      onLog(level, log, report) {
        // Notes of React's compiler to itself, once for each file of GraphiQL.
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") report(level, log);
      },
    },
  },
  server: {
    proxy: { "/graphql": { target: API, ws: true }, "/login": API, "/share": API },
  },
});
