import { useViewer } from "../access/viewer";
import { send } from "../api/client";
import { ProblemNote } from "../components/ProblemNote";
import { useAttempt } from "../components/useAttempt";
import { say } from "../language/say";
import { ACCEPT, DECLINE, type Standing } from "./documents";
import { fetched, progressOf } from "./words";
import "./writer.css";

/** Who plays the customers, what would give better ones, and the say about a local model. */
export function WriterNote({ writer }: { writer: Standing }) {
  const isOperator = useViewer()?.isOperator ?? false;
  const [state, attempt] = useAttempt();
  const { sentence, advice, canDecline, canAccept } = writer;
  const share = fetched(writer);

  return (
    <div className="writer-note">
      <p lang="en">{sentence}</p>
      {share !== null && (
        <p className="writer-progress number">
          <progress value={share} aria-label={say.models.fetchingModel} /> {progressOf(writer)}
        </p>
      )}
      {advice && <p className="muted" lang="en">{advice}</p>}
      <ProblemNote of={state.problem} />
      {isOperator && (canDecline || canAccept) && (
        <p className="row">
          {canDecline && (
            <button type="button" className="button plain slim" disabled={state.busy} onClick={() => void attempt(() => send(DECLINE, {}))}>
              {share === null ? say.models.dontUse : say.models.dontFetch}
            </button>
          )}
          {canAccept && (
            <button type="button" className="button plain slim" disabled={state.busy} onClick={() => void attempt(() => send(ACCEPT, {}))}>
              {say.models.useLocal}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
