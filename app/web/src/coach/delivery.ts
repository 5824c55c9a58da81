import { send } from "../api/client";
import { onConnection } from "../api/connection";
import { asFailure } from "../api/failures";
import { say } from "../language/say";
import { ADD_PAIR, SUBMIT } from "./actions";
import type { Category, Difficulty } from "./events";
import { forget, keep, unsent, type Unsent } from "./outbox";
import { exchangeOf, type Exchange } from "./items";
import type { Change } from "./transcript";

const TRY_AGAIN_MS = 4_000;

/** Brings answers to the server: at once, or as soon as it can be reached again. Each is saved exactly once. */
export class Delivery {
  /** In the order of the answers: each opens the question of the next. */
  #queue: Unsent[] = [];
  #work: Promise<void> | null = null;
  readonly #off: () => void;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(
    readonly sessionId: string,
    readonly dispatch: (change: Change) => void,
  ) {
    const again = () => void this.settled();
    const offConnection = onConnection(again);
    addEventListener("online", again);
    this.#timer = setInterval(again, TRY_AGAIN_MS);
    this.#off = () => {
      offConnection();
      removeEventListener("online", again);
    };
  }

  /** Sends what an earlier visit of this page could not; what was saved meanwhile is on its way already. */
  resume(): void {
    const isUnderWay = ({ key }: Unsent) => this.#queue.some((other) => other.key === key);
    for (const entry of unsent(this.sessionId)) if (!isUnderWay(entry)) this.deliver(entry);
  }

  deliver(entry: Unsent): void {
    keep(entry);
    this.dispatch({ type: "answering", exchange: exchangeFor(entry), next: entry.nextQueryId });
    this.#queue = [...this.#queue.filter(({ key }) => key !== entry.key), entry];
    void this.settled();
  }

  /** Sends what there is to send; done when all has arrived, or has to wait for the server. */
  settled(): Promise<void> {
    this.#work ??= this.#send().finally(() => (this.#work = null));
    return this.#work;
  }

  tryAgain(key: string): void {
    const entry = unsent(this.sessionId).find((other) => other.key === key);
    if (entry) this.deliver(entry);
  }

  /** Takes an answer back that was refused or still waits; returns its text. */
  withdraw(key: string): Unsent | null {
    const entry = unsent(this.sessionId).find((other) => other.key === key) ?? null;
    this.#queue = this.#queue.filter((other) => other.key !== key);
    forget(this.sessionId, key);
    this.dispatch({ type: "withdrawn", key });
    return entry;
  }

  stop(): void {
    this.#off();
    clearInterval(this.#timer);
  }

  async #send(): Promise<void> {
    for (let entry = this.#queue[0]; entry; entry = this.#queue[0]) {
      if (!(await this.#post(entry))) {
        for (const { key } of this.#queue) this.dispatch({ type: "unsaved", key, state: "waiting", note: say.coach.waits });
        return;
      }
      this.#queue = this.#queue.filter((other) => other !== entry);
    }
  }

  /** False when the server can't be reached. */
  async #post(entry: Unsent): Promise<boolean> {
    try {
      const { pair, session, nextQuery, trainingRun, notices } = await request(entry);
      forget(entry.sessionId, entry.key);
      const { pairCount, targetPairs } = session;
      this.dispatch({ type: "saved", key: entry.key, pair, notices, pairCount, targetPairs, next: nextQuery });
      if (trainingRun) this.dispatch({ type: "training", runId: trainingRun.id });
    } catch (error) {
      const failure = asFailure(error);
      if (failure.canRetry) return false;
      this.dispatch({ type: "unsaved", key: entry.key, state: "refused", note: failure.message });
    }
    return true;
  }
}

function request({ key, sessionId, queryId, query, response, draft, nextQueryId, category, difficulty }: Unsent) {
  if (queryId !== null) {
    const made = draft ? { draft: draft.text, draftVersion: draft.version } : {};
    return send(SUBMIT, { input: { queryId, response, ...made, nextQueryId, idempotencyKey: key } });
  }
  const about = { category: category as Category, difficulty: difficulty as Difficulty };
  return send(ADD_PAIR, { input: { sessionId, query, response, ...about, idempotencyKey: key } });
}

function exchangeFor(entry: Unsent): Exchange {
  const row = {
    id: entry.queryId ?? entry.key,
    text: entry.query,
    category: entry.category as Category,
    difficulty: entry.difficulty as Difficulty,
    status: "ANSWERED" as const,
    source: "MODEL" as const,
    context: "",
    fallbackReason: null,
    needsTopics: false,
    skipReason: null,
    earlier: [],
    createdAt: "",
    openedAt: null,
    endedAt: null,
    firstEventCursor: null,
  };
  const exchange = exchangeOf(row, { text: entry.response, key: entry.key, pairId: null, state: "sending", note: null, more: [], changes: null });
  return { ...exchange, question: { ...exchange.question, isOwn: entry.queryId === null } };
}
