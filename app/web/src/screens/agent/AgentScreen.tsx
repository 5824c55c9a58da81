import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useMay } from "../../access/viewer";
import { AGENT, type AgentFrame } from "../../agent/frame";
import { removeAgent } from "../../agent/removal";
import { useChanges } from "../../api/useChanges";
import { useQuery } from "../../api/useQuery";
import { LoadProblem } from "../../components/Problem";
import { say } from "../../language/say";
import { TABS, follow, pathTo, type Route, type Tab } from "../../route";
import { isActive } from "../../training/progress";
import { useNews } from "../../training/useNews";
import { useRun } from "../../training/useRun";
import { useReconnecting } from "../../api/connection";
import { Coach } from "../coach/Coach";
import { Brand } from "./Brand";
import { HeadButtons } from "./HeadButtons";
import { TrainingStrip } from "./TrainingStrip";
import "./agent.css";

const Compare = lazy(() => import("../compare/Compare"));
const Pairs = lazy(() => import("../pairs/Pairs"));
const Training = lazy(() => import("../training/Training"));
const Settings = lazy(() => import("../settings/Settings"));

export function AgentScreen({ agentId, tab, sessionId }: Extract<Route, { screen: "agent" }>) {
  const mayTeach = useMay("COACH"); // else there may be nothing in it to focus, and it scrolls
  const [{ data, error }, query] = useQuery({ query: AGENT, variables: { id: agentId } });
  const reload = useCallback(() => query({ requestPolicy: "network-only" }), [query]);
  const [startedRun, setStartedRun] = useState<string | null>(null);
  const agent = data?.agent;
  const runId = startedRun ?? agent?.stats.lastRun?.id ?? null;
  const { run } = useRun(runId, reload);
  const news = useNews(run);

  // Trainings also start by the clock, and people work in other tabs. Who follows a run hears of its steps and its end.
  useChanges(agentId, (change) => change.__typename !== "QueryChangedEvent" && !("runId" in change && change.runId === runId), reload);
  useEffect(() => {
    document.title = agent ? `${news}${say.agent.tabs[tab]} · ${agent.name} · Coachable` : "Coachable";
  }, [agent, tab, news]);

  const onTraining = useCallback(
    (id: string | null) => {
      if (id) setStartedRun(id);
      reload();
    },
    [reload],
  );

  return (
    <div className="frame">
      <Header agent={agent} agentId={agentId} tab={tab} />
      {run && (isActive(run) || run.id === startedRun) && tab !== "training" && (
        <TrainingStrip run={run} liveVersion={agent?.liveVersion?.id ?? null} onChange={reload}
          onClose={() => setStartedRun(null)} />
      )}
      <main className={tab === "coach" || tab === "compare" ? "frame-main fixed" : "frame-main"} id="main" tabIndex={mayTeach ? -1 : 0}>
        {error && !agent && (
          <div className="page">
            <LoadProblem error={error} retry={reload} />
          </div>
        )}
        {agent && (
          <Suspense fallback={<p className="page muted" role="status">{say.shared.loading}</p>}>
            {tab === "coach" && <Coach agent={agent} sessionId={sessionId} onTraining={onTraining} />}
            {tab === "compare" && <Compare agent={agent} onPromoted={reload} />}
            {tab === "pairs" && <Pairs agent={agent} onChange={reload} onTraining={onTraining} />}
            {tab === "training" && <Training agent={agent} run={run} onTraining={onTraining} />}
            {tab === "settings" && <Settings agent={agent} onChange={reload} onDeleted={() => removeAgent(agent)} />}
          </Suspense>
        )}
      </main>
    </div>
  );
}

function stateOf({ liveVersion, stats }: AgentFrame): string {
  if (liveVersion) return say.agent.live(liveVersion.number);
  return stats.versionCount > 0 ? say.agent.noneLive : say.agent.notTrained;
}

function Header({ agent, agentId, tab }: { agent: AgentFrame | undefined; agentId: string; tab: Tab }) {
  const reconnecting = useReconnecting();
  return (
    <header className="frame-top">
      <Brand />
      <div className="frame-agent">
        <span className="frame-name">{agent?.name ?? "…"}</span>
        {agent && (
          <span className={agent.liveVersion ? "chip good" : "chip"}>
            {stateOf(agent)}
          </span>
        )}
        <span role="status">{reconnecting && <span className="chip reconnecting">{say.shared.reconnecting}</span>}</span>
      </div>
      <HeadButtons />
      <nav aria-label={say.agent.screens} className="tabs">
        {TABS.map((name) => (
          <a key={name} href={pathTo(agentId, name)} onClick={follow} aria-current={name === tab ? "page" : undefined}>
            {say.agent.tabs[name]}
          </a>
        ))}
      </nav>
    </header>
  );
}
