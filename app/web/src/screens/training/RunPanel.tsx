import { useQuery } from "../../api/useQuery";
import { graphql } from "../../api/graphql";
import { say } from "../../language/say";
import { heldOut, isActive, secondsOf, stateOf, type Progress } from "../../training/progress";
import { duration } from "../../words";
import { BeforeAfter } from "./BeforeAfter";
import { LossChart } from "./LossChart";
import { Receipt } from "./Receipt";
import { TellMe } from "./TellMe";
import { Truth } from "./Truth";
import { WhatNext } from "./WhatNext";
import "./training.css";

const LIVE_ANSWERS = graphql(`
  query LiveAnswers($id: ID!) {
    node(id: $id) {
      __typename
      ... on AgentVersion {
        id
        report {
          questions {
            pairId
            candidateAnswer
          }
        }
      }
    }
  }
`);

interface Props {
  run: Progress;
  /** Id of the version that answers now; null: the base model does. */
  liveVersion: string | null;
  /** The card around it says already how true the answers are. */
  isInCard?: boolean;
}

export default function RunPanel({ run, liveVersion, isInCard = false }: Props) {
  const isOver = !isActive(run);
  const rows = heldOut(run, useLiveAnswers(isOver ? null : liveVersion));
  const truth = run.report?.truth;
  return (
    <div className="run-panel">
      {isOver ? <WhatNext run={run} /> : <TellMe />}
      {rows.length > 0 ? (
        <BeforeAfter rows={rows} isOver={isOver} />
      ) : (
        <p className="muted small">{say.training.noAnswersYet}</p>
      )}
      {truth && !isInCard && <Truth truth={truth} />}
      {run.leftOutPairs > 0 && <p className="small">{say.training.leftOut(run.leftOutPairs)}</p>}
      {run.receipt && <Receipt receipt={run.receipt} />}
      <details className="measured">
        <summary>{isOver ? say.training.details : say.training.detailsNow}</summary>
        <Measured run={run} />
      </details>
    </div>
  );
}

/** How the training went, in figures; how good its answers are, they don't say. */
function Measured({ run }: { run: Progress }) {
  const { figures } = say.training;
  return (
    <div className="run-panel">
      <dl className="figures">
        <Figure name={figures.state} value={stateOf(run)} />
        <Figure name={figures.step} value={run.totalSteps > 0 ? say.training.stepOf(run.step, run.totalSteps) : "–"} />
        <Figure name={figures.loss} value={run.loss?.toFixed(2) ?? "–"} />
        <Figure name={figures.heldOut} value={run.holdoutLoss?.toFixed(2) ?? "–"} />
        <Figure name={figures.speed} value={run.tokensPerSecond === null ? "–" : say.training.tokens(Math.round(run.tokensPerSecond))} />
        <TimeFigure run={run} />
      </dl>
      {run.curve.length > 0 && <LossChart curve={run.curve} />}
      {run.report && run.report.reasons.length > 0 && (
        <ul className="reasons" lang="en">
          {run.report.reasons.map((reason) => <li key={reason}>{reason}</li>)}
        </ul>
      )}
    </div>
  );
}

function useLiveAnswers(versionId: string | null): ReadonlyMap<string, string> {
  const [{ data }] = useQuery({ query: LIVE_ANSWERS, variables: { id: versionId ?? "" }, pause: versionId === null });
  const version = versionId !== null && data?.node?.__typename === "AgentVersion" ? data.node : null;
  const questions = version?.report?.questions ?? [];
  return new Map(questions.flatMap(({ pairId, candidateAnswer }) => (candidateAnswer ? [[pairId, candidateAnswer]] : [])));
}

function TimeFigure({ run }: { run: Progress }) {
  const seconds = secondsOf(run);
  if (!isActive(run)) return <Figure name={say.training.figures.took} value={seconds === null ? "–" : duration(seconds)} />;
  return <Figure name={say.training.figures.left} value={run.secondsLeft === null ? "–" : say.training.timeLeft(duration(run.secondsLeft))} />;
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="number">{value}</dd>
    </div>
  );
}
