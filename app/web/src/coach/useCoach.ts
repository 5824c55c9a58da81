import { useEffect, useMemo, useReducer, useRef, useState } from "react";
import { send } from "../api/client";
import { asFailure, type Failure } from "../api/failures";
import { follow } from "../api/follow";
import { changeRules } from "../agent/guide";
import { toast } from "../components/Toasts";
import { say } from "../language/say";
import { nextPrepared } from "./ahead";
import { ANOTHER, SKIP } from "./actions";
import { Delivery } from "./delivery";
import { FOLLOW_QUESTIONS, FOLLOW_SESSION, type Category, type Difficulty, type QuestionRow } from "./events";
import { History, readSession, type LoadedSession } from "./history";
import { newKey, type Draft, type Unsent } from "./outbox";
import type { Exchange, Transcript } from "./items";
import { change, EMPTY } from "./transcript";

const LOAD_AGAIN_MS = 2_000;

export interface OwnPair {
  query: string;
  response: string;
  category: Category;
  difficulty: Difficulty;
}

export interface CoachActions {
  save: (exchange: Exchange, response: string, draft: Draft | null) => void;
  skip: (exchange: Exchange, reason: string | null) => void;
  another: () => void;
  add: (own: OwnPair) => void;
  /** The agent got topics, after this question had said so often that it needs one. */
  topicsAdded: (queryId: string, needed: number) => void;
  earlier: () => void;
  tryAgain: (key: string) => void;
  withdraw: (key: string) => Unsent | null;
}

export interface Coaching {
  session: LoadedSession | null;
  transcript: Transcript;
  /** Older questions than those in the transcript can be loaded. */
  hasEarlier: boolean;
  /** Why the conversation can't be shown, or why the last action did nothing. */
  problem: Failure | null;
  actions: CoachActions;
}

/** One conversation: loaded, then followed by its two streams from the cursor that was loaded with it. */
export function useCoach(sessionId: string): Coaching {
  const [transcript, dispatch] = useReducer(change, EMPTY);
  const [session, setSession] = useState<LoadedSession | null>(null);
  const [problem, setProblem] = useState<Failure | null>(null);
  const [hasEarlier, setHasEarlier] = useState(false);
  const delivery = useRef<Delivery | null>(null);
  const history = useRef<History | null>(null);
  const agentId = useRef<string | null>(null);
  const latest = useRef(transcript);
  useEffect(() => {
    latest.current = transcript;
  });

  useEffect(() => {
    const stops: (() => void)[] = [];
    let stopped = false;
    const sending = new Delivery(sessionId, dispatch);
    delivery.current = sending;

    async function load() {
      try {
        const loaded = await readSession(sessionId);
        if (stopped) return;
        const read = new History(loaded);
        history.current = read;
        agentId.current = loaded.agent.id;
        setSession(loaded);
        setHasEarlier(read.hasMore);
        setProblem(null);
        dispatch({ type: "loaded", transcript: read.transcript() });
        const { currentQuery, lastEventCursor } = loaded;
        const first = currentQuery?.status === "GENERATING" ? currentQuery.firstEventCursor : null;
        stops.push(
          follow(FOLLOW_QUESTIONS, { sessionId, after: first ?? lastEventCursor }, {
            event: (event) => dispatch({ type: "question", event }),
            ended: () => undefined,
            refused: setProblem,
          }),
          follow(FOLLOW_SESSION, { sessionId, after: lastEventCursor }, {
            event: (event) => dispatch({ type: "session", event }),
            ended: () => undefined,
            refused: setProblem,
          }),
        );
        sending.resume();
      } catch (error) {
        if (stopped) return;
        const failure = asFailure(error);
        setProblem(failure);
        if (failure.canRetry) {
          const timer = setTimeout(() => void load(), LOAD_AGAIN_MS);
          stops.push(() => clearTimeout(timer));
        }
      }
    }

    void load();
    return () => {
      stopped = true;
      sending.stop();
      stops.forEach((stop) => stop());
    };
  }, [sessionId]);

  const actions = useMemo<CoachActions>(() => {
    async function run(action: () => Promise<void>, undo?: () => void) {
      setProblem(null);
      try {
        await action();
      } catch (error) {
        undo?.();
        setProblem(asFailure(error));
      }
    }
    async function open(ask: () => Promise<QuestionRow | null>) {
      await delivery.current?.settled(); // the answer before it opens the question
      const next = await ask();
      if (next) dispatch({ type: "opened", query: next });
    }
    /** What was learned from a skipped question is told with the way back. */
    function learned({ id, text }: { id: string; text: string }) {
      const close = toast({ id, text: say.coach.learned(text), action: { label: say.shared.undo, run: () => void undo() } });
      async function undo() {
        close();
        if (agentId.current === null) return;
        try {
          await changeRules(agentId.current, (rules) => rules.filter((rule) => rule.id !== id));
          toast({ id, text: say.coach.forgotten });
        } catch (error) {
          toast({ id, text: asFailure(error).message });
        }
      }
    }
    return {
      save({ id, question }, response, draft) {
        const { text: query, category, difficulty } = question;
        const key = newKey();
        const nextQueryId = nextPrepared(latest.current)?.id ?? null;
        delivery.current?.deliver({ key, sessionId, queryId: id, query, response, draft, nextQueryId, category, difficulty });
      },
      add(own) {
        const key = newKey();
        delivery.current?.deliver({ key, sessionId, queryId: null, draft: null, nextQueryId: null, ...own });
      },
      skip({ id }, reason) {
        // At once on the screen, so that nothing else can be asked of the question that is going.
        dispatch({ type: "left", queryId: id });
        void run(
          () =>
            open(async () => {
              const skipped = await send(SKIP, { input: { queryId: id, reason } });
              skipped.learned.forEach(learned);
              return skipped.nextQuery;
            }),
          () => dispatch({ type: "returned", queryId: id }),
        );
      },
      another() {
        void run(() => open(async () => (await send(ANOTHER, { sessionId })).query));
      },
      earlier() {
        void run(async () => {
          const items = await history.current?.earlier();
          if (items) dispatch({ type: "earlier", items });
          setHasEarlier(history.current?.hasMore ?? false);
        });
      },
      topicsAdded: (queryId, needed) => dispatch({ type: "topicsAdded", queryId, needed }),
      tryAgain: (key) => delivery.current?.tryAgain(key),
      withdraw: (key) => delivery.current?.withdraw(key) ?? null,
    };
  }, [sessionId]);

  return { session, transcript, hasEarlier, problem, actions };
}
