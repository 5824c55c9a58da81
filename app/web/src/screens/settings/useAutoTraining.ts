import { useCallback, useEffect, useRef, useState } from "react";
import { send } from "../../api/client";
import { graphql } from "../../api/graphql";
import { useAttempt } from "../../components/useAttempt";
import { AUTO_TRAINING, type AutoTraining } from "./documents";

const UPDATE = graphql(
  `
    mutation UpdateAutoTraining($input: UpdateAutoTrainingInput!) {
      updateAutoTraining(input: $input) {
        __typename
        ... on AutoTrainingUpdated {
          autoTraining {
            ...AutoTrainingSettings
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [AUTO_TRAINING],
);

/** Saves changes at once, one request after the other; what waits is sent when the page is left. */
export function useAutoTraining(agentId: string, loaded: AutoTraining, onSaved: () => void) {
  const [values, setValues] = useState(loaded);
  const [saving, attempt] = useAttempt();
  const waiting = useRef<Partial<AutoTraining>>({});
  const isBusy = useRef(false);
  const saved = useRef(loaded);

  const flush = useCallback(async () => {
    if (isBusy.current) return;
    isBusy.current = true;
    const isSaved = await attempt(async () => {
      while (Object.keys(waiting.current).length > 0) {
        const changes = waiting.current;
        waiting.current = {};
        saved.current = (await send(UPDATE, { input: { agentId, ...changes } })).autoTraining;
      }
    });
    isBusy.current = false;
    if (isSaved) onSaved();
    else {
      waiting.current = {};
      setValues(saved.current);
    }
  }, [agentId, attempt, onSaved]);

  const change = useCallback(
    (changes: Partial<AutoTraining>) => {
      waiting.current = { ...waiting.current, ...changes };
      setValues((now) => ({ ...now, ...changes }));
      void flush();
    },
    [flush],
  );

  useEffect(() => {
    const leave = () => {
      if (Object.keys(waiting.current).length > 0) void send(UPDATE, { input: { agentId, ...waiting.current } });
    };
    addEventListener("pagehide", leave);
    return () => removeEventListener("pagehide", leave);
  }, [agentId]);

  return { values, saving, change };
}
