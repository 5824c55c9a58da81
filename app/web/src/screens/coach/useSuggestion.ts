import { useCallback, useEffect, useRef, useState } from "react";
import type { Failure } from "../../api/failures";
import { doubtOf } from "../../coach/doubt";
import { Drafting } from "../../coach/drafting";
import { draftOf, keepSuggestion, suggestionOf, type Draft } from "../../coach/outbox";
import { announce } from "../../components/Announcer";
import { say } from "../../language/say";

interface About {
  agentId: string;
  sessionId: string;
  /** The open question. */
  queryId: string | null;
  /** The prepared question that will be open after it. */
  nextId: string | null;
  /** Number of the live version: with one every question gets a draft; the base model only drafts when asked to. */
  liveVersion: number | null;
}

interface Box {
  /** For a while: words that nobody typed and that may still be taken back. */
  show: (text: string) => void;
  write: (text: string) => void;
}

interface State {
  /** The question that this is about. */
  queryId: string | null;
  isBusy: boolean;
  draft: Draft | null;
  problem: Failure | null;
}

const NOTHING: State = { queryId: null, isBusy: false, draft: null, problem: null };
const KEPT = "drafts-by-itself";

/** The agent's own answer as a draft to correct; it is kept beside the answer that was made of it. */
export function useSuggestion({ agentId, sessionId, queryId, nextId, liveVersion }: About, box: Box) {
  const [state, setState] = useState(NOTHING);
  const [isAutomatic, setIsAutomatic] = useState(() => localStorage.getItem(KEPT) !== "no");
  const mine = useRef<Drafting | null>(null);
  const ahead = useRef<Drafting | null>(null);
  const offered = useRef<string | null>(null);
  const latest = useRef(box);
  useEffect(() => {
    latest.current = box;
  });
  useEffect(
    () => () => {
      if (mine.current?.isBusy) latest.current.show("");
      mine.current?.stop();
      mine.current = null;
    },
    [queryId],
  );

  const ask = useCallback(() => {
    if (queryId === null) return;
    mine.current?.stop();
    const made = begun(ahead.current, queryId, liveVersion) ?? new Drafting(agentId, queryId, liveVersion);
    if (made === ahead.current) ahead.current = null;
    mine.current = made;
    made.watch(() => {
      const { isBusy, draft, problem } = made;
      setState({ queryId, isBusy, draft, problem });
      if (!draft) {
        latest.current.show(problem ? "" : made.text);
        return;
      }
      latest.current.write(draft.text);
      keepSuggestion(sessionId, queryId, draft);
      announce([draft.version ? say.coach.drafted(draft.version) : say.coach.draftedByBase, ...warningsOf(draft)].join(" "));
    });
  }, [agentId, sessionId, queryId, liveVersion]);

  const isOffered = liveVersion !== null && isAutomatic;
  useEffect(() => {
    if (!isOffered || queryId === null || offered.current === queryId) return;
    offered.current = queryId;
    if (!draftOf(sessionId) && !suggestionOf(sessionId, queryId)?.isRejected) ask();
  }, [isOffered, queryId, sessionId, ask]);

  useEffect(() => {
    const wanted = isOffered ? nextId : null;
    if (ahead.current && begun(ahead.current, wanted, liveVersion) === null) {
      ahead.current.stop();
      ahead.current = null;
    }
    // Only when the one that the expert waits for is done: they would slow each other down.
    const isFree = queryId !== null && !mine.current?.isBusy;
    if (wanted !== null && isFree) ahead.current ??= new Drafting(agentId, wanted, liveVersion);
  }, [agentId, isOffered, queryId, nextId, liveVersion, state.isBusy]);
  useEffect(() => () => ahead.current?.stop(), []);

  /** Makes this the draft of the question, whatever was being written. */
  const keep = useCallback(
    (of: string, draft: Draft | null) => {
      mine.current?.stop();
      mine.current = null;
      keepSuggestion(sessionId, of, draft);
      setState({ ...NOTHING, queryId: of, draft });
    },
    [sessionId],
  );

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
    keep,
    clear: useCallback(() => queryId && keep(queryId, null), [queryId, keep]),
  };
}

function warningsOf(draft: Draft): string[] {
  const parts = draft.grounds?.unfounded.length ?? 0;
  return [doubtOf(draft) ?? "", parts > 0 ? say.coach.untaughtParts(parts) : ""].filter(Boolean);
}

/** The draft that was begun ahead, if it is of this question and still what would be written. */
function begun(one: Drafting | null, queryId: string | null, liveVersion: number | null): Drafting | null {
  return one?.queryId === queryId && one.liveVersion === liveVersion && one.problem === null ? one : null;
}
