import { lazy, Suspense, useState } from "react";
import { useMay } from "../../access/viewer";
import { Icon } from "../../components/Icon";
import { Ring } from "../../components/Ring";
import { isActive, share, stateOf, type Progress } from "../../training/progress";
import { say } from "../../language/say";
import { duration } from "../../words";
import { CancelButton } from "./CancelButton";
import "./strip.css";

const RunPanel = lazy(() => import("../training/RunPanel"));

interface Props {
  run: Progress;
  liveVersion: string | null;
  onChange: () => void;
  onClose: () => void;
}

/** The training that is under way, in one line; opened, it shows how it learns. */
export function TrainingStrip({ run, liveVersion, onChange, onClose }: Props) {
  const mayTrain = useMay("TRAINER");
  const [isOpen, setIsOpen] = useState(false);
  const active = isActive(run);
  const percent = Math.round(share(run) * 100);
  return (
    <section className={active ? "strip" : "strip over"} aria-label={say.agent.training}>
      <div className="strip-line">
        <Ring share={share(run)}>{active ? `${percent}%` : <Icon name={run.status === "SUCCEEDED" ? "check" : "close"} />}</Ring>
        <p className="grow">
          <strong>{say.shared.runStates[run.status]}</strong>
          <span className="muted strip-detail number" lang={active ? undefined : "en"}> {detail(run)}</span>
        </p>
        <button type="button" className="button plain slim" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? say.agent.less : active ? say.agent.watch : say.agent.beforeAndAfter}
        </button>
        {active && mayTrain && <CancelButton runId={run.id} onChange={onChange} />}
        {!active && (
          <button type="button" className="button quiet slim" aria-label={say.agent.closeNote} onClick={onClose}>
            <Icon name="close" />
          </button>
        )}
      </div>
      {isOpen && (
        <div className="strip-panel">
          <Suspense fallback={<p className="muted" role="status">{say.shared.loading}</p>}>
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
    return words === say.shared.runStates[run.status] ? "" : words;
  }
  return run.secondsLeft === null ? "" : say.agent.timeLeft(duration(run.secondsLeft));
}
