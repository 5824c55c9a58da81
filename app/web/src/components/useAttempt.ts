import { useCallback, useState } from "react";
import { asFailure, type Failure } from "../api/failures";

export interface Attempt {
  busy: boolean;
  /** The last try succeeded, and there was none since. */
  isDone: boolean;
  /** Why the last try failed; null: it did not. */
  problem: Failure | null;
}

const IDLE: Attempt = { busy: false, isDone: false, problem: null };

/**
 * Does something that may fail, and says whether it is under way, done, or why it failed. The promise tells whether it was
 * done, for what follows it; `forget` is for what makes the last outcome old, such as another letter in a form.
 */
export function useAttempt() {
  const [state, setState] = useState(IDLE);
  const attempt = useCallback(async (work: () => Promise<unknown>): Promise<boolean> => {
    setState({ ...IDLE, busy: true });
    try {
      await work();
      setState({ ...IDLE, isDone: true });
      return true;
    } catch (error) {
      setState({ ...IDLE, problem: asFailure(error) });
      return false;
    }
  }, []);
  const forget = useCallback(() => setState(IDLE), []);
  return [state, attempt, forget] as const;
}
