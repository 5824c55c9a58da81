import { explorerPlugin } from "@graphiql/plugin-explorer";
import "@graphiql/plugin-explorer/style.css";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import { createRoot } from "react-dom/client";
import { socket } from "../api/socket";
import "./graphiql.css";

const FIRST_QUERY = `# GraphiQL works with the session of this browser. Ctrl+Enter runs the query.
query Agents {
  agents(first: 5) {
    edges {
      node {
        name
        slug
        liveVersion { number }
        stats { pairCount }
      }
    }
  }
}
`;

const fetcher = createGraphiQLFetcher({ url: "/graphql", wsClient: socket });
const plugins = [HISTORY_PLUGIN, explorerPlugin()];
const place = document.getElementById("graphiql");
if (place) {
  createRoot(place).render(
    <GraphiQL fetcher={fetcher} plugins={plugins} initialQuery={FIRST_QUERY} defaultEditorToolsVisibility />,
  );
}
