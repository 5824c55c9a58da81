import { lazy, Suspense } from "react";
import { Announcer } from "./components/Announcer";
import { Toasts } from "./components/Toasts";
import { routeOf, usePath, type Route } from "./route";
import { AgentScreen } from "./screens/agent/AgentScreen";
import { Start } from "./screens/start/Start";

const TopicsStep = lazy(() => import("./screens/topics/TopicsStep"));

export function App() {
  const route = routeOf(usePath());
  return (
    <>
      <Screen {...route} />
      <Announcer />
      <Toasts />
    </>
  );
}

function Screen(route: Route) {
  switch (route.screen) {
    case "start":
      return <Start />;
    case "topics":
      return (
        <Suspense fallback={<p className="page muted" role="status">Loading…</p>}>
          <TopicsStep key={route.agentId} agentId={route.agentId} />
        </Suspense>
      );
    case "agent":
      return <AgentScreen key={route.agentId} {...route} />;
  }
}
