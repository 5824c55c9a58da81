import { Announcer } from "./components/Announcer";
import { Toasts } from "./components/Toasts";
import { routeOf, usePath } from "./route";
import { AgentScreen } from "./screens/agent/AgentScreen";
import { Start } from "./screens/start/Start";

export function App() {
  const route = routeOf(usePath());
  return (
    <>
      {route.screen === "start" ? <Start /> : <AgentScreen key={route.agentId} {...route} />}
      <Announcer />
      <Toasts />
    </>
  );
}
