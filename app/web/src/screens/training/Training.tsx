import { lazy, Suspense, useEffect, useState } from "react";
import { useQuery } from "urql";
import { send } from "../../api/client";
import { asFailure } from "../../api/failures";
import { graphql, type ResultOf } from "../../api/graphql";
import { LoadProblem } from "../../components/Problem";
import { isActive, type Progress } from "../../training/progress";
import { useRun } from "../../training/useRun";
import { ago, count, duration, RUN_STATES, TRIGGERS } from "../../words";
import type { AgentFrame } from "../agent/AgentScreen";
import { CancelButton } from "../agent/TrainingStrip";
import { Sparkline } from "./Sparkline";
import { Versions } from "./Versions";
import "./training.css";

const RunPanel = lazy(() => import("./RunPanel"));

const RUNS = graphql(`
  query Runs($agentId: ID!, $after: String) {
    trainingRuns(agentId: $agentId, first: 20, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          trigger
          status
          pairCount
          newPairCount
          reason
          failureCode
          queuedAt
          startedAt
          finishedAt
          curve {
            step
            loss
            holdoutLoss
          }
          version {
            id
            number
          }
          report {
            sentence
          }
        }
      }
    }
  }
`);

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

type Run = ResultOf<typeof RUNS>["trainingRuns"]["edges"][number]["node"];

interface Props {
  agent: AgentFrame;
  /** The newest run, live. */
  run: Progress | null;
  onTraining: (runId: string | null) => void;
}

export default function Training({ agent, run, onTraining }: Props) {
  const [{ data, error }, reload] = useQuery({ query: RUNS, variables: { agentId: agent.id, after: null } });
  const status = run?.status;
  useEffect(() => reload({ requestPolicy: "network-only" }), [status, reload]);
  const active = run && isActive(run) ? run : null;
  const past = (data?.trainingRuns.edges ?? []).map(({ node }) => node).filter(({ id }) => id !== active?.id);
  const liveVersion = agent.liveVersion?.id ?? null;
  return (
    <div className="page">
      <div className="row">
        <h1 className="grow">Training</h1>
        {!active && <StartButton agentId={agent.id} onTraining={onTraining} />}
      </div>
      <p className="muted">{agent.autoTraining.next.sentence}</p>
      {error && !data && <LoadProblem error={error} retry={() => reload({ requestPolicy: "network-only" })} />}
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
      <Versions agent={agent} runStatus={status} onChange={() => onTraining(null)} />
      <section className="stack" aria-labelledby="past">
        <h2 id="past">History</h2>
        {data && past.length === 0 && (
          <p className="muted">{active ? "The first training is under way." : "No training yet. It starts by itself when enough is new."}</p>
        )}
        <ul className="stack">
          {past.map((one) => <PastRun key={one.id} run={one} liveVersion={liveVersion} />)}
        </ul>
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
  const seconds = run.startedAt && run.finishedAt ? (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000 : null;
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
              {" "}{run.newPairCount} new{seconds !== null && ` · ${duration(seconds)}`}
            </span>
          </p>
          <p>{run.report?.sentence ?? run.reason ?? ""}</p>
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
      <RunPanel run={run} liveVersion={liveVersion} />
    </Suspense>
  );
}
