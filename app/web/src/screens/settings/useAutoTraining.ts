import { useCallback, useEffect, useRef, useState } from "react";
import { send } from "../../api/client";
import { asFailure } from "../../api/failures";
import { graphql } from "../../api/graphql";
import type { AutoTraining } from "./Settings";

const UPDATE = graphql(`
  mutation UpdateAutoTraining($input: UpdateAutoTrainingInput!) {
    updateAutoTraining(input: $input) {
      __typename
      ... on AutoTrainingUpdated {
        autoTraining {
          enabled
          pairThreshold
          schedule
          hour
          weekday
          timeZone
          cooldownMinutes
          minNewPairs
          maxRunsPerDay
          goLiveWhen
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

const SAVED_FOR_MS = 3_000;

export type Saving = "idle" | "saving" | "saved" | { problem: string };

/** Saves changes at once, one request after the other; what waits is sent when the page is left. */
export function useAutoTraining(agentId: string, loaded: AutoTraining, onSaved: () => void) {
  const [values, setValues] = useState(loaded);
  const [saving, setSaving] = useState<Saving>("idle");
  const waiting = useRef<Partial<AutoTraining>>({});
  const isBusy = useRef(false);
  const saved = useRef(loaded);

  const flush = useCallback(async () => {
    if (isBusy.current) return;
    isBusy.current = true;
    try {
      while (Object.keys(waiting.current).length > 0) {
        const changes = waiting.current;
        waiting.current = {};
        saved.current = (await send(UPDATE, { input: { agentId, ...changes } })).autoTraining;
      }
      setSaving("saved");
      onSaved();
    } catch (error) {
      waiting.current = {};
      setValues(saved.current);
      setSaving({ problem: asFailure(error).message });
    } finally {
      isBusy.current = false;
    }
  }, [agentId, onSaved]);

  const change = useCallback(
    (changes: Partial<AutoTraining>) => {
      waiting.current = { ...waiting.current, ...changes };
      setValues((now) => ({ ...now, ...changes }));
      setSaving("saving");
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

  useEffect(() => {
    if (saving !== "saved") return;
    const timer = setTimeout(() => setSaving("idle"), SAVED_FOR_MS);
    return () => clearTimeout(timer);
  }, [saving]);

  return { values, saving, change };
}
