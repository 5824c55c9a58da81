import { lazy, Suspense, useState } from "react";
import { send } from "../../api/client";
import { asFailure } from "../../api/failures";
import { graphql } from "../../api/graphql";
import { isActive, secondsOf, type Progress } from "../../training/progress";
import { useRun } from "../../training/useRun";
import { ago, count, duration, RUN_STATES, TRIGGERS } from "../../words";
import type { AgentFrame } from "../agent/AgentScreen";
import { CancelButton } from "../agent/TrainingStrip";
import { Readiness } from "./Readiness";
import { RewrittenWords } from "./RewrittenWords";
import { Sparkline } from "./Sparkline";
import { Truth } from "./Truth";
import { useRuns, type Run } from "./useRuns";
import { Versions } from "./Versions";
import "./training.css";

const RunPanel = lazy(() => import("./RunPanel"));

const START_TRAINING = graphql(`
  mutation StartTraining($input: StartTrainingInput!) {
    startTraining(input: $input) {
      __typename
      ... on TrainingStarted {
        run {
          id
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

interface Props {
  agent: AgentFrame;
  /** The newest run, live. */
  run: Progress | null;
  onTraining: (runId: string | null) => void;
}

export default function Training({ agent, run, onTraining }: Props) {
  const status = run?.status;
  const { runs, hasMore, problem, more, reload } = useRuns(agent.id, status);
  const active = run && isActive(run) ? run : null;
  const past = (runs ?? []).filter(({ id }) => id !== active?.id);
  const liveVersion = agent.liveVersion?.id ?? null;
  return (
    <div className="page">
      <div className="row">
        <h1 className="grow">Training</h1>
        {!active && <StartButton agentId={agent.id} onTraining={onTraining} />}
      </div>
      <p className="muted">{agent.autoTraining.next.sentence}</p>
      {agent.baseModelNotice && <p className="muted small">{agent.baseModelNotice}</p>}
      {problem && (
        <p className="problem row" role="alert">
          <span className="grow">{problem.message}</span>
          <button type="button" className="button plain slim" onClick={reload}>Try again</button>
        </p>
      )}
      {active && (
        <section className="card stack" aria-labelledby="now">
          <div className="row">
            <h2 id="now" className="grow">Under way</h2>
            <CancelButton runId={active.id} onChange={() => onTraining(active.id)} />
          </div>
          <Suspense fallback={<p className="muted" role="status">Loading…</p>}>
            <RunPanel run={active} liveVersion={liveVersion} />
          </Suspense>
        </section>
      )}
      <Readiness agent={agent} />
      <Versions agent={agent} runStatus={status} onChange={() => onTraining(null)} />
      <RewrittenWords agentId={agent.id} />
      <section className="stack" aria-labelledby="past">
        <h2 id="past">History</h2>
        {runs && past.length === 0 && (
          <p className="muted">{active ? "The first training is under way." : "No training yet. It starts by itself when enough is new."}</p>
        )}
        <ul className="stack">
          {past.map((one) => <PastRun key={one.id} run={one} liveVersion={liveVersion} />)}
        </ul>
        {hasMore && <button type="button" className="button plain more" onClick={more}>Show more</button>}
      </section>
    </div>
  );
}

function StartButton({ agentId, onTraining }: { agentId: string; onTraining: (runId: string) => void }) {
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  async function start() {
    setState({ busy: true, problem: null });
    try {
      const { run } = await send(START_TRAINING, { input: { agentId } });
      onTraining(run.id);
      setState({ busy: false, problem: null });
    } catch (error) {
      setState({ busy: false, problem: asFailure(error).message });
    }
  }
  return (
    <>
      <button type="button" className="button primary" disabled={state.busy} onClick={() => void start()}>Train now</button>
      {state.problem && <p className="problem full" role="alert">{state.problem}</p>}
    </>
  );
}

function PastRun({ run, liveVersion }: { run: Run; liveVersion: string | null }) {
  const [isOpen, setIsOpen] = useState(false);
  const seconds = secondsOf(run);
  const tone = run.status === "SUCCEEDED" ? "chip good" : run.status === "FAILED" ? "chip bad" : "chip";
  return (
    <li className="card past-run">
      <div className="past-run-line">
        <Sparkline curve={run.curve} />
        <div className="grow">
          <p className="row">
            <span className={tone}>{RUN_STATES[run.status]}</span>
            {run.version && <strong>Version {run.version.number}</strong>}
            <span className="muted small">
              {ago(run.finishedAt ?? run.queuedAt)} · started {TRIGGERS[run.trigger]} · {count(run.pairCount, "pair")},
              {" "}{run.newPairCount} new{run.leftOutPairs > 0 && `, ${run.leftOutPairs} left out`}{seconds !== null && ` · ${duration(seconds)}`}
            </span>
          </p>
          <h3 className="run-headline">{run.report?.sentence ?? run.reason ?? ""}</h3>
          {run.report?.truth && <Truth truth={run.report.truth} />}
          {run.failureCode && <p className="muted small">Code {run.failureCode}</p>}
        </div>
        <button type="button" className="button plain slim" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? "Less" : "Before and after"}
        </button>
      </div>
      {isOpen && <PastPanel runId={run.id} liveVersion={liveVersion} />}
    </li>
  );
}

function PastPanel({ runId, liveVersion }: { runId: string; liveVersion: string | null }) {
  const { run, problem } = useRun(runId);
  if (problem) return <p className="problem" role="alert">{problem.message}</p>;
  if (!run) return <p className="muted" role="status">Loading…</p>;
  return (
    <Suspense fallback={<p className="muted" role="status">Loading…</p>}>
      <RunPanel run={run} liveVersion={liveVersion} isInCard />
    </Suspense>
  );
}
