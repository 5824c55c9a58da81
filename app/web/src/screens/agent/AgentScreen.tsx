import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../../api/graphql";
import { OPEN_QUESTIONS } from "../../open/questions";
import { LoadProblem } from "../../components/Problem";
import { TABS, follow, go, pathTo, type Route, type Tab } from "../../route";
import { isActive } from "../../training/progress";
import { useRun } from "../../training/useRun";
import { useReconnecting } from "../../api/connection";
import { Coach } from "../coach/Coach";
import { Brand } from "./Brand";
import { TrainingStrip } from "./TrainingStrip";
import "./agent.css";

const Compare = lazy(() => import("../compare/Compare"));
const Pairs = lazy(() => import("../pairs/Pairs"));
const Training = lazy(() => import("../training/Training"));
const Settings = lazy(() => import("../settings/Settings"));

const AGENT = graphql(
  `
    query AgentFrame($id: ID!) {
      agent(id: $id) {
        id
        name
        slug
        baseModelNotice
        liveVersion {
          id
          number
        }
        autoTraining {
          enabled
          pairThreshold
          next {
            sentence
            newPairs
            pairsLeft
          }
        }
        stats {
          pairCount
          versionCount
          lastRun {
            id
            status
          }
        }
        ...OpenQuestions
      }
    }
  `,
  [OPEN_QUESTIONS],
);

export type AgentFrame = ResultOf<typeof AGENT>["agent"];

const TAB_NAMES: Record<Tab, string> = {
  coach: "Coach",
  compare: "Compare",
  pairs: "Pairs",
  training: "Training",
  settings: "Settings",
};
/** Trainings also start by the clock and in other tabs. */
const LOOK_AGAIN_MS = 20_000;

export function AgentScreen({ agentId, tab, sessionId }: Extract<Route, { screen: "agent" }>) {
  const [{ data, error }, query] = useQuery({ query: AGENT, variables: { id: agentId } });
  const reload = useCallback(() => query({ requestPolicy: "network-only" }), [query]);
  const [startedRun, setStartedRun] = useState<string | null>(null);
  const agent = data?.agent;
  const runId = startedRun ?? agent?.stats.lastRun?.id ?? null;
  const { run } = useRun(runId, reload);

  useEffect(() => {
    const timer = setInterval(reload, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [reload]);
  useEffect(() => {
    document.title = agent ? `${TAB_NAMES[tab]} · ${agent.name} · Coachable` : "Coachable";
  }, [agent, tab]);

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
      <main className={tab === "coach" || tab === "compare" ? "frame-main fixed" : "frame-main"} id="main" tabIndex={-1}>
        {error && !agent && (
          <div className="page">
            <LoadProblem error={error} retry={reload} />
          </div>
        )}
        {agent && (
          <Suspense fallback={<p className="page muted" role="status">Loading…</p>}>
            {tab === "coach" && <Coach agent={agent} sessionId={sessionId} onTraining={onTraining} />}
            {tab === "compare" && <Compare agent={agent} onPromoted={reload} />}
            {tab === "pairs" && <Pairs agent={agent} onChange={reload} onTraining={onTraining} />}
            {tab === "training" && <Training agent={agent} run={run} onTraining={onTraining} />}
            {tab === "settings" && <Settings agent={agent} onChange={reload} onDeleted={() => go("/")} />}
          </Suspense>
        )}
      </main>
    </div>
  );
}

function stateOf({ liveVersion, stats }: AgentFrame): string {
  if (liveVersion) return `v${liveVersion.number} live`;
  return stats.versionCount > 0 ? "no version live" : "not trained yet";
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
        <span role="status">{reconnecting && <span className="chip reconnecting">Reconnecting…</span>}</span>
      </div>
      <nav aria-label="Screens of this agent" className="tabs">
        {TABS.map((name) => (
          <a key={name} href={pathTo(agentId, name)} onClick={follow} aria-current={name === tab ? "page" : undefined}>
            {TAB_NAMES[name]}
          </a>
        ))}
      </nav>
    </header>
  );
}
