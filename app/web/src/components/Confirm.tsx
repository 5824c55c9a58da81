import { useState, type ReactNode } from "react";
import { asFailure } from "../api/failures";
import { Dialog } from "./Dialog";

interface Props {
  title: string;
  action: string;
  children: ReactNode;
  /** `false`: something is left to confirm, so the dialog stays. */
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Says what will change, then does it; a failure is told in place and can be tried again. */
export function Confirm({ title, action, children, onConfirm, onClose }: Props) {
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  async function confirm() {
    setState({ busy: true, problem: null });
    try {
      if ((await onConfirm()) === false) setState({ busy: false, problem: null });
      else onClose();
    } catch (error) {
      setState({ busy: false, problem: asFailure(error).message });
    }
  }
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      {state.problem && <p className="problem" role="alert">{state.problem}</p>}
      <div className="row">
        <button type="button" className="button primary" disabled={state.busy} onClick={() => void confirm()}>{action}</button>
        <button type="button" className="button quiet" onClick={onClose}>Keep as it is</button>
      </div>
    </Dialog>
  );
}
