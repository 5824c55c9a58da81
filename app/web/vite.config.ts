import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const API = "http://127.0.0.1:8000";

// The page of a share link loads these and nothing else of the coach's.
const SHARED_WITH_VISITORS = /src[\\/](language[\\/](wanted|..[\\/]chat)|styles|screens[\\/]coach[\\/]bubbles)/;

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    // Fonts and icons stay files, so that the Content-Security-Policy needs no data: source.
    assetsInlineLimit: 0,
    // The limit guards the page; GraphiQL's editor is a page of its own and loads nothing of it here.
    chunkSizeWarningLimit: 4000,
    modulePreload: { polyfill: false }, // browsers of ES2023 preload modules by themselves
    rolldownOptions: {
      input: { page: "index.html", graphiql: "graphiql.html", chat: "chat.html" },
      output: {
        // Left alone, what two screens share becomes a file of its own: the first load had 51, on a phone six a round trip.
        codeSplitting: {
          groups: [
            // GraphiQL's alone; the socket's library names it and uses nothing of it.
            { name: "graphql", test: /node_modules[\\/]graphql[\\/]/, priority: 2 },
            { name: "shared", test: SHARED_WITH_VISITORS, priority: 2 },
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 1 },
            { name: "socket", test: /src[\\/]api[\\/](socket|signIn)|preload-helper/, priority: 1 },
            { name: "first", tags: ["$initial"], test: /src[\\/](?!visitor|graphiql)/ },
          ],
        },
      },
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
