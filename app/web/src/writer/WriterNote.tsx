import { useState } from "react";
import { send } from "../api/client";
import { asFailure } from "../api/failures";
import { ACCEPT, DECLINE, type Standing } from "./documents";
import { fetched, progressOf } from "./words";
import "./writer.css";

/** Who plays the customers, what would give better ones, and the say about a local model. */
export function WriterNote({ writer }: { writer: Standing }) {
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  const { sentence, advice, canDecline, canAccept } = writer;
  const share = fetched(writer);

  async function say(saying: () => Promise<unknown>) {
    setState({ busy: true, problem: null });
    try {
      await saying();
      setState({ busy: false, problem: null });
    } catch (error) {
      setState({ busy: false, problem: asFailure(error).message });
    }
  }

  return (
    <div className="writer-note">
      <p>{sentence}</p>
      {share !== null && (
        <p className="writer-progress number">
          <progress value={share} aria-label="Fetching the model" /> {progressOf(writer)}
        </p>
      )}
      {advice && <p className="muted">{advice}</p>}
      {state.problem && <p className="problem" role="alert">{state.problem}</p>}
      {(canDecline || canAccept) && (
        <p className="row">
          {canDecline && (
            <button type="button" className="button plain slim" disabled={state.busy} onClick={() => void say(() => send(DECLINE, {}))}>
              {share === null ? "Don't use it" : "Don't fetch"}
            </button>
          )}
          {canAccept && (
            <button type="button" className="button plain slim" disabled={state.busy} onClick={() => void say(() => send(ACCEPT, {}))}>
              Use a local model
            </button>
          )}
        </p>
      )}
    </div>
  );
}
