import { Fragment, lazy, Suspense, useEffect } from "react";
import { Announcer } from "./components/Announcer";
import { SignIn } from "./components/SignIn";
import { toast, Toasts } from "./components/Toasts";
import { say } from "./language/say";
import { useLanguage } from "./language/useLanguage";
import { go, routeOf, usePath, type Route } from "./route";
import { AgentScreen } from "./screens/agent/AgentScreen";
import { Start } from "./screens/start/Start";

const Workspace = lazy(() => import("./screens/workspace/Workspace"));
const Report = lazy(() => import("./screens/report/Report"));
const Use = lazy(() => import("./screens/use/Use"));
const TopicsStep = lazy(() => import("./screens/topics/TopicsStep"));

function Loading() {
  return <p className="page muted" role="status">{say.shared.loading}</p>;
}

export function App() {
  const path = usePath();
  const route = routeOf(path);
  const language = useLanguage();
  const isLost = route.screen === "start" && path !== "/";
  useEffect(() => {
    if (!isLost) return;
    toast({ id: "address", text: say.sessions.wrongAddress });
    go("/", true);
  }, [isLost]);
  return (
    // A new language is a new page: what is typed is kept as drafts, and every sentence is read anew.
    <Fragment key={language}>
      <Screen {...route} />
      <SignIn />
      <Announcer />
      <Toasts />
    </Fragment>
  );
}

function Screen(route: Route) {
  switch (route.screen) {
    case "start":
      return <Start />;
    case "workspace":
      return <Suspense fallback={<Loading />}><Workspace part={route.part} /></Suspense>;
    case "topics":
      return <Suspense fallback={<Loading />}><TopicsStep key={route.agentId} agentId={route.agentId} /></Suspense>;
    case "report":
      return <Suspense fallback={<Loading />}><Report key={route.agentId} agentId={route.agentId} /></Suspense>;
    case "use":
      return <Suspense fallback={<Loading />}><Use key={route.agentId} agentId={route.agentId} /></Suspense>;
    case "agent":
      return <AgentScreen key={route.agentId} {...route} />;
  }
}
