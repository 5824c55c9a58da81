import { useCallback, useEffect, useRef, useState } from "react";
import { reply } from "../../api/reply";
import { keepSuggestion, suggestionOf, type Draft } from "../../coach/outbox";
import { announce } from "../../components/Announcer";

interface State {
  /** The question that this is about. */
  queryId: string | null;
  isBusy: boolean;
  draft: Draft | null;
  problem: string | null;
}

const NOTHING: State = { queryId: null, isBusy: false, draft: null, problem: null };
const KEPT = "drafts-by-itself";

/** The agent's own answer as a draft to correct; it is kept beside the answer that was made of it. */
export function useSuggestion(agentId: string, sessionId: string, queryId: string | null, write: (text: string) => void) {
  const [state, setState] = useState(NOTHING);
  const [isAutomatic, setIsAutomatic] = useState(() => localStorage.getItem(KEPT) !== "no");
  const stop = useRef<() => void>(() => undefined);
  const latest = useRef(write);
  useEffect(() => {
    latest.current = write;
  });
  useEffect(() => () => stop.current(), [queryId]);

  const ask = useCallback(
    () => {
      if (queryId === null) return;
      stop.current();
      setState({ queryId, isBusy: true, draft: null, problem: null });
      stop.current = reply(
        { agentId, queryId },
        {
          text: (text) => latest.current(text),
          done: (text, version) => {
            const draft = { text, version };
            latest.current(text);
            keepSuggestion(sessionId, queryId, draft);
            setState({ queryId, isBusy: false, draft, problem: null });
            announce(`${version ? `Version ${version}` : "The base model"} drafted an answer.`);
          },
          failed: ({ message }) => setState({ queryId, isBusy: false, draft: null, problem: message }),
        },
      );
    },
    [agentId, sessionId, queryId],
  );

  const clear = useCallback(() => {
    stop.current();
    if (queryId) keepSuggestion(sessionId, queryId, null);
    setState(NOTHING);
  }, [sessionId, queryId]);

  const isMine = queryId !== null && state.queryId === queryId;
  return {
    isBusy: isMine && state.isBusy,
    problem: isMine ? state.problem : null,
    /** Also the one of before a reload. */
    draft: isMine ? state.draft : queryId ? suggestionOf(sessionId, queryId) : null,
    isAutomatic,
    setAutomatic(wanted: boolean) {
      localStorage.setItem(KEPT, wanted ? "yes" : "no");
      setIsAutomatic(wanted);
    },
    ask,
    clear,
  };
}
