import { useId, useState, type ReactNode, type SubmitEvent } from "react";
import { say } from "../language/say";
import { Dialog } from "./Dialog";
import { ProblemNote } from "./ProblemNote";
import { useAttempt } from "./useAttempt";

interface Props {
  title: string;
  action: string;
  children: ReactNode;
  /** What can't be taken back is red, and done only once this was typed. */
  typed?: string;
  /** `false`: something is left to confirm, so the dialog stays. */
  onConfirm: () => unknown;
  onClose: () => void;
}

/** Says what will change, then does it; a failure is told in place and can be tried again. */
export function Confirm({ title, action, children, typed, onConfirm, onClose }: Props) {
  const [state, attempt] = useAttempt();
  const [text, setText] = useState("");
  const id = useId();
  const isSure = typed === undefined || text.trim() === typed.trim();

  function confirm(event: SubmitEvent) {
    event.preventDefault();
    if (!isSure) return;
    void attempt(async () => {
      if ((await onConfirm()) !== false) onClose();
    });
  }

  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <form className="stack" onSubmit={confirm}>
        {typed !== undefined && (
          <div className="field">
            <label htmlFor={id}>{say.shared.typeToConfirm(typed)}</label>
            <input id={id} className="input" autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
          </div>
        )}
        <ProblemNote of={state.problem} />
        <div className="row">
          <button className={typed === undefined ? "button primary" : "button danger"} disabled={state.busy || !isSure}>{action}</button>
          <button type="button" className="button quiet" onClick={onClose}>{say.shared.keep}</button>
        </div>
      </form>
    </Dialog>
  );
}
