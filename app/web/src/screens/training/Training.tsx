import { lazy, Suspense, useState } from "react";
import { Lacking } from "../../access/Guarded";
import { useMay } from "../../access/viewer";
import { send } from "../../api/client";
import { asFailure, type Failure } from "../../api/failures";
import { graphql } from "../../api/graphql";
import { isActive, secondsOf, type Progress } from "../../training/progress";
import { useRun } from "../../training/useRun";
import { follow, pathToReport, pathToUse } from "../../route";
import { say } from "../../language/say";
import { ago, duration } from "../../words";
import type { AgentFrame } from "../../agent/frame";
import { CancelButton } from "../agent/CancelButton";
import { Readiness } from "./Readiness";
import { RewrittenWords } from "./RewrittenWords";
import { Sparkline } from "./Sparkline";
import { Truth } from "./Truth";
import { useRuns, type Run } from "./useRuns";
import { Versions } from "./Versions";
import "./training.css";
import { ProblemNote } from "../../components/ProblemNote";

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
  const mayTrain = useMay("TRAINER");
  const status = run?.status;
  const { runs, hasMore, problem, more, reload } = useRuns(agent.id, status);
  const active = run && isActive(run) ? run : null;
  const past = (runs ?? []).filter(({ id }) => id !== active?.id);
  const liveVersion = agent.liveVersion?.id ?? null;
  return (
    <div className="page">
      <div className="row">
        <h1 className="grow">{say.training.title}</h1>
        <a className="button plain" href={pathToUse(agent.id)} onClick={follow}>{say.use.link}</a>
        <a className="button plain" href={pathToReport(agent.id)} onClick={follow}>{say.report.link}</a>
        {!active && mayTrain && <StartButton agentId={agent.id} onTraining={onTraining} />}
      </div>
      <p className="muted" lang="en">{agent.autoTraining.next.sentence}</p>
      <Lacking needs="TRAINER" what={say.training.needs} />
      {agent.baseModelNotice && <p className="muted small" lang="en">{agent.baseModelNotice}</p>}
      <ProblemNote of={problem} retry={reload} />
      {active && (
        <section className="card stack" aria-labelledby="now">
          <div className="row">
            <h2 id="now" className="grow">{say.training.underWay}</h2>
            {mayTrain && <CancelButton runId={active.id} onChange={() => onTraining(active.id)} />}
          </div>
          <Suspense fallback={<p className="muted" role="status">{say.shared.loading}</p>}>
            <RunPanel run={active} liveVersion={liveVersion} />
          </Suspense>
        </section>
      )}
      <Readiness agent={agent} />
      <Versions agent={agent} runStatus={status} onChange={() => onTraining(null)} />
      <RewrittenWords agentId={agent.id} />
      <section className="stack" aria-labelledby="past">
        <h2 id="past">{say.training.history}</h2>
        {runs && past.length === 0 && (
          <p className="muted">{active ? say.training.firstUnderWay : say.training.none}</p>
        )}
        <ul className="stack">
          {past.map((one) => <PastRun key={one.id} run={one} liveVersion={liveVersion} />)}
        </ul>
        {hasMore && <button type="button" className="button plain more" onClick={more}>{say.shared.showMore}</button>}
      </section>
    </div>
  );
}

function StartButton({ agentId, onTraining }: { agentId: string; onTraining: (runId: string) => void }) {
  const [state, setState] = useState<{ busy: boolean; problem: Failure | null }>({ busy: false, problem: null });
  async function start() {
    setState({ busy: true, problem: null });
    try {
      const { run } = await send(START_TRAINING, { input: { agentId } });
      onTraining(run.id);
      setState({ busy: false, problem: null });
    } catch (error) {
      setState({ busy: false, problem: asFailure(error) });
    }
  }
  return (
    <>
      <button type="button" className="button primary" disabled={state.busy} onClick={() => void start()}>{say.training.trainNow}</button>
      <ProblemNote of={state.problem} className="full" />
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
            <span className={tone}>{say.shared.runStates[run.status]}</span>
            {run.version && <strong>{say.training.version(run.version.number)}</strong>}
            <span className="muted small">
              {say.training.past(ago(run.finishedAt ?? run.queuedAt), say.shared.triggers[run.trigger], say.shared.pairs(run.pairCount),
                run.newPairCount, run.leftOutPairs)}
              {seconds !== null && ` · ${duration(seconds)}`}
            </span>
          </p>
          <h3 className="run-headline" lang="en">{run.report?.sentence ?? run.reason ?? ""}</h3>
          {run.report?.truth && <Truth truth={run.report.truth} />}
          {run.failureCode && <p className="muted small">{say.training.code(run.failureCode)}</p>}
        </div>
        <button type="button" className="button plain slim" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? say.training.less : say.training.beforeAndAfter}
        </button>
      </div>
      {isOpen && <PastPanel runId={run.id} liveVersion={liveVersion} />}
    </li>
  );
}

function PastPanel({ runId, liveVersion }: { runId: string; liveVersion: string | null }) {
  const { run, problem } = useRun(runId);
  if (problem) return <ProblemNote of={problem} />;
  if (!run) return <p className="muted" role="status">{say.shared.loading}</p>;
  return (
    <Suspense fallback={<p className="muted" role="status">{say.shared.loading}</p>}>
      <RunPanel run={run} liveVersion={liveVersion} isInCard />
    </Suspense>
  );
}
