import { useQuery } from "urql";
import { graphql } from "../../api/graphql";
import { heldOut, isActive, secondsOf, stateOf, type Progress } from "../../training/progress";
import { count, duration } from "../../words";
import { HeldOutTable } from "./HeldOutTable";
import { LossChart } from "./LossChart";
import { Receipt } from "./Receipt";
import { Truth } from "./Truth";
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
      {truth && !isInCard && <Truth truth={truth} />}
      {!isOver && <Measured run={run} />}
      {run.leftOutPairs > 0 && <p className="small">{leftOut(run.leftOutPairs)}</p>}
      {run.receipt && <Receipt receipt={run.receipt} />}
      {rows.length > 0 ? (
        <HeldOutTable rows={rows} isOver={isOver} />
      ) : (
        <p className="muted small">Answers to questions that it never trains on appear here as soon as there are some.</p>
      )}
      {isOver && (
        <details className="measured">
          <summary>Details: loss, speed and how it was compared</summary>
          <Measured run={run} />
        </details>
      )}
    </div>
  );
}

/** How the training went, in figures; how good its answers are, they don't say. */
function Measured({ run }: { run: Progress }) {
  return (
    <div className="run-panel">
      <dl className="figures">
        <Figure name="State" value={stateOf(run)} />
        <Figure name="Step" value={run.totalSteps > 0 ? `${run.step} of ${run.totalSteps}` : "–"} />
        <Figure name="Loss" value={run.loss?.toFixed(2) ?? "–"} />
        <Figure name="Held-out loss" value={run.holdoutLoss?.toFixed(2) ?? "–"} />
        <Figure name="Speed" value={run.tokensPerSecond === null ? "–" : `${Math.round(run.tokensPerSecond)} tokens/s`} />
        <TimeFigure run={run} />
      </dl>
      {run.curve.length > 0 && <LossChart curve={run.curve} />}
      {run.report && run.report.reasons.length > 0 && (
        <ul className="reasons">
          {run.report.reasons.map((reason) => <li key={reason}>{reason}</li>)}
        </ul>
      )}
    </div>
  );
}

function leftOut(pairs: number): string {
  return `${count(pairs, "pair")} ${pairs === 1 ? "was" : "were"} left out because of findings: see “Only with findings” in Pairs.`;
}

function useLiveAnswers(versionId: string | null): ReadonlyMap<string, string> {
  const [{ data }] = useQuery({ query: LIVE_ANSWERS, variables: { id: versionId ?? "" }, pause: versionId === null });
  const version = versionId !== null && data?.node?.__typename === "AgentVersion" ? data.node : null;
  const questions = version?.report?.questions ?? [];
  return new Map(questions.flatMap(({ pairId, candidateAnswer }) => (candidateAnswer ? [[pairId, candidateAnswer]] : [])));
}

function TimeFigure({ run }: { run: Progress }) {
  const seconds = secondsOf(run);
  if (!isActive(run)) return <Figure name="Took" value={seconds === null ? "–" : duration(seconds)} />;
  return <Figure name="Time left" value={run.secondsLeft === null ? "–" : `about ${duration(run.secondsLeft)}`} />;
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="number">{value}</dd>
    </div>
  );
}
