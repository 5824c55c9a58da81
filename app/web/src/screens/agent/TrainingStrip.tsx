import { lazy, Suspense, useState } from "react";
import { send } from "../../api/client";
import { asFailure } from "../../api/failures";
import { graphql } from "../../api/graphql";
import { Icon } from "../../components/Icon";
import { Ring } from "../../components/Ring";
import { isActive, share, stateOf, type Progress } from "../../training/progress";
import { duration, RUN_STATES } from "../../words";
import "./strip.css";

const RunPanel = lazy(() => import("../training/RunPanel"));

const CANCEL = graphql(`
  mutation CancelTraining($runId: ID!) {
    cancelTraining(runId: $runId) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

interface Props {
  run: Progress;
  liveVersion: string | null;
  onChange: () => void;
  onClose: () => void;
}

/** The training that is under way, in one line; opened, it shows how it learns. */
export function TrainingStrip({ run, liveVersion, onChange, onClose }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const active = isActive(run);
  const percent = Math.round(share(run) * 100);
  return (
    <section className={active ? "strip" : "strip over"} aria-label="Training">
      <div className="strip-line">
        <Ring share={share(run)}>{active ? `${percent}%` : <Icon name={run.status === "SUCCEEDED" ? "check" : "close"} />}</Ring>
        <p className="grow">
          <strong>{RUN_STATES[run.status]}</strong>
          <span className="muted strip-detail number"> {detail(run)}</span>
        </p>
        <button type="button" className="button plain slim" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? "Less" : active ? "Watch it learn" : "Before and after"}
        </button>
        {active ? (
          <CancelButton runId={run.id} onChange={onChange} />
        ) : (
          <button type="button" className="button quiet slim" aria-label="Close this note" onClick={onClose}>
            <Icon name="close" />
          </button>
        )}
      </div>
      {isOpen && (
        <div className="strip-panel">
          <Suspense fallback={<p className="muted" role="status">Loading…</p>}>
            <RunPanel run={run} liveVersion={liveVersion} />
          </Suspense>
        </div>
      )}
    </section>
  );
}

function detail(run: Progress): string {
  if (!isActive(run)) return run.report?.sentence ?? run.reason ?? "";
  if (run.status !== "RUNNING" || run.totalSteps === 0) {
    const words = stateOf(run);
    return words === RUN_STATES[run.status] ? "" : words;
  }
  const left = run.secondsLeft === null ? "" : ` · about ${duration(run.secondsLeft)} left`;
  return `step ${run.step} of ${run.totalSteps}${left}`;
}

export function CancelButton({ runId, onChange }: { runId: string; onChange: () => void }) {
  const [state, setState] = useState<"idle" | "asked" | "sent">("idle");
  const [problem, setProblem] = useState<string | null>(null);
  async function cancel() {
    setState("sent");
    try {
      await send(CANCEL, { runId });
      onChange();
    } catch (error) {
      setProblem(asFailure(error).message);
      setState("idle");
    }
  }
  if (state === "asked") {
    return (
      <span className="row">
        <button type="button" className="button danger slim" onClick={() => void cancel()}>Stop this training</button>
        <button type="button" className="button quiet slim" onClick={() => setState("idle")}>Go on</button>
      </span>
    );
  }
  return (
    <>
      {problem && <span className="problem small" role="alert">{problem}</span>}
      <button type="button" className="button quiet slim" disabled={state === "sent"} onClick={() => setState("asked")}>
        {state === "sent" ? "Stopping…" : "Cancel"}
      </button>
    </>
  );
}
