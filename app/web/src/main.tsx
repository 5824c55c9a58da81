import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Provider } from "urql";
import { client, noticeLeaving } from "./api/client";
import { App } from "./App";
import { readAhead } from "./coach/history";
import { speakAsWanted } from "./language/say";
import { routeOf } from "./route";

noticeLeaving();
const route = routeOf(location.pathname);
if (route.screen === "agent" && route.tab === "coach" && route.sessionId) readAhead(route.sessionId);

/** Not by a top-level `await`: a language imports from the chunk that this would hold up, and both would wait for ever. */
async function start(root: HTMLElement) {
  await speakAsWanted(); // at once, unless a language has to be fetched
  createRoot(root).render(
    <StrictMode>
      <Provider value={client}>
        <App />
      </Provider>
    </StrictMode>,
  );
}

const root = document.getElementById("root");
if (root) void start(root);
