import { useEffect, useReducer, useState } from "react";
import { ask } from "../api/client";
import { asFailure, type Failure } from "../api/failures";
import { follow } from "../api/follow";
import { FOLLOW_RUN, RUN, type LoadedRun, type RunEvent } from "./events";
import { isActive, moved, type Progress } from "./progress";

const LOAD_AGAIN_MS = 2_000;

type Step = { loaded: LoadedRun | null } | { event: RunEvent };

function next(run: Progress | null, step: Step): Progress | null {
  if ("event" in step) return run && moved(run, step.event);
  return step.loaded && { ...step.loaded, message: "" };
}

/** A training run, live: loaded, followed to its end, and loaded once more for its report. */
export function useRun(runId: string | null, onEnd?: () => void): { run: Progress | null; problem: Failure | null } {
  const [run, dispatch] = useReducer(next, null);
  const [problem, setProblem] = useState<Failure | null>(null);

  useEffect(() => {
    if (runId === null) return;
    const stops: (() => void)[] = [];
    let stopped = false;

    async function load(id: string, then: (run: LoadedRun) => void) {
      try {
        const { trainingRun } = await ask(RUN, { id });
        if (stopped) return;
        dispatch({ loaded: trainingRun });
        setProblem(null);
        then(trainingRun);
      } catch (error) {
        if (stopped) return;
        const failure = asFailure(error);
        setProblem(failure);
        if (failure.canRetry) {
          const timer = setTimeout(() => void load(id, then), LOAD_AGAIN_MS);
          stops.push(() => clearTimeout(timer));
        }
      }
    }

    function listen(loaded: LoadedRun) {
      if (!isActive(loaded)) return;
      stops.push(
        follow(FOLLOW_RUN, { runId: loaded.id, after: loaded.lastEventCursor }, {
          event: (event) => dispatch({ event }),
          ended: () => void load(loaded.id, () => onEnd?.()),
          refused: setProblem,
        }),
      );
    }

    void load(runId, listen);
    return () => {
      stopped = true;
      stops.forEach((stop) => stop());
    };
  }, [runId, onEnd]);

  return { run: run?.id === runId ? run : null, problem };
}
