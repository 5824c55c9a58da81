import { confirmed, gone, prepared, shownAhead, withoutAhead } from "./ahead";
import type { Category, Difficulty, PairRow, QuestionEvent, QuestionRow, SessionEvent } from "./events";

/**
 * The conversation as a screen shows it, built from loaded rows, from the two event streams of a session and from what
 * this page has sent but the server not yet confirmed. Every change is safe to repeat: an event that was replayed,
 * or that says what an answer to a mutation said before, changes nothing.
 */
export interface Transcript {
  items: readonly Item[];
  /** Questions that the server has ready and will open next. */
  prepared: readonly QuestionRow[];
  pairCount: number;
  targetPairs: number;
  /** Runs and versions that events spoke of; a change means: load what depends on it again. */
  news: number;
  /** The newest run that began or ended while this page looked on. */
  runId: string | null;
}

export type Item = Exchange | Notice;

export interface Exchange {
  kind: "exchange";
  /** Of the question; the key of the request for an own question that is not saved yet, then of its pair. */
  id: string;
  /** Key of the answer that will open it on the server, while it is shown ahead of that. */
  opener: string | null;
  question: Question;
  answer: Answer | null;
}

export interface Question {
  text: string;
  category: Category;
  context: string;
  difficulty: Difficulty;
  /** Why no model wrote it; null: one did. */
  fallbackReason: string | null;
  /** How often it was said that there is nothing to ask before the agent has another topic; 0: it is being written. */
  topicsNeeded: number;
  isOwn: boolean;
  state: "writing" | "open" | "skipped" | "over";
  skipReason: string | null;
  /** What was said before, oldest first, when the customer reacts to an answer. */
  earlier: QuestionRow["earlier"];
}

export interface Answer {
  text: string;
  /** Idempotency key of the request while the pair is not known. */
  key: string;
  pairId: string | null;
  state: "sending" | "waiting" | "refused" | "saved" | "deleted";
  /** "Training pair saved (7/20)", or why it was not. */
  note: string | null;
  /** What else is to be known about it, such as why no training uses it. */
  more: readonly string[];
  /** What was changed in the agent's draft, where the answer was made of one. */
  changes: PairRow["draftDiff"];
}

export interface Notice {
  kind: "notice";
  id: string;
  tone: "plain" | "good" | "quiet";
  text: string;
}

export type Change =
  | { type: "loaded"; transcript: Transcript }
  | { type: "earlier"; items: readonly Item[] }
  | { type: "question"; event: QuestionEvent }
  | { type: "session"; event: SessionEvent }
  | { type: "opened"; query: QuestionRow }
  | { type: "left"; queryId: string; as: "skipped" | "over" }
  | { type: "returned"; queryId: string }
  | { type: "topicsAdded"; queryId: string; needed: number }
  | { type: "answering"; exchange: Exchange; next: string | null }
  | { type: "saved"; key: string; pair: PairRow; notices: readonly string[]; pairCount: number; targetPairs: number; next: QuestionRow | null }
  | { type: "unsaved"; key: string; state: "waiting" | "refused"; note: string }
  | { type: "withdrawn"; key: string }
  | { type: "training"; runId: string };

const RECENT = 4;
/** A question of a customer before anything is known of it. */
const NOTHING = { text: "", fallbackReason: null, topicsNeeded: 0, isOwn: false, skipReason: null };

export const EMPTY: Transcript = { items: [], prepared: [], pairCount: 0, targetPairs: 0, news: 0, runId: null };

export function change(now: Transcript, by: Change): Transcript {
  switch (by.type) {
    case "loaded":
      return { ...by.transcript, items: withUnsaved(by.transcript.items, now.items) };
    case "earlier":
      return { ...now, items: [...by.items, ...now.items] };
    case "question":
      return { ...gone(now, by.event), items: confirmed(questionChanged(now.items, by.event), by.event) };
    case "session":
      return sessionChanged(now, by.event);
    case "opened":
      return opened(now, by.query);
    case "left":
      return { ...now, items: question(now.items, by.queryId, (q) => ({ ...q, state: by.as })) };
    case "returned":
      return { ...now, items: returned(now.items, by.queryId) };
    case "topicsAdded":
      // It may have been said again meanwhile: the new topics gave nothing to ask either.
      return {
        ...now,
        items: question(now.items, by.queryId, (q) => (q.topicsNeeded > by.needed ? q : { ...q, topicsNeeded: 0 })),
      };
    case "answering":
      return shownAhead({ ...now, items: place(now.items, by.exchange, true) }, by.next, by.exchange.answer?.key ?? null);
    case "saved": {
      const said = answered(now.items, by.pair, { note: by.notices[0], more: by.notices.slice(1), key: by.key });
      const items = withoutAhead(said, by.key, by.next?.id);
      const saved = { ...now, items, pairCount: by.pairCount, targetPairs: by.targetPairs };
      return by.next ? opened(saved, by.next) : saved;
    }
    case "unsaved": {
      const items = answer(now.items, by.key, (a) => ({ ...a, state: by.state, note: by.note }));
      return { ...now, items: withoutAhead(items, by.key) };
    }
    case "withdrawn":
      return { ...now, items: withdrawn(now.items, by.key) };
    case "training":
      return { ...now, runId: by.runId, news: now.news + 1 };
  }
}

/** The question that waits for an answer. */
export function currentExchange(transcript: Transcript): Exchange | null {
  const last = transcript.items.findLast((item) => item.kind === "exchange" && item.answer === null && isOpen(item));
  return last?.kind === "exchange" ? last : null;
}

function isOpen(item: Exchange): boolean {
  return item.question.state === "open" || item.question.state === "writing";
}

export function exchangeOf(row: QuestionRow, answer: Answer | null = null): Exchange {
  const states = { GENERATING: "writing", READY: "open", OPEN: "open", SKIPPED: "skipped" } as const;
  const state = row.status in states ? states[row.status as keyof typeof states] : "over";
  const { id, text, category, context, difficulty, skipReason, earlier } = row;
  const { fallbackReason } = row;
  const topicsNeeded = row.needsTopics ? 1 : 0;
  const about: Question = { text, category, context, difficulty, fallbackReason, topicsNeeded, isOwn: false, state, skipReason, earlier };
  return { kind: "exchange", id, opener: null, question: about, answer };
}

export function answerOf(pair: PairRow, note: string | null = null, more: readonly string[] = aboutPair(pair)): Answer {
  return { text: pair.response, key: pair.id, pairId: pair.id, state: "saved", note, more, changes: pair.draftDiff };
}

function aboutPair({ isLeftOut }: PairRow): string[] {
  return isLeftOut ? ["No training uses this pair until it is mended or you say that it is right: see Pairs."] : [];
}

function questionChanged(items: readonly Item[], event: QuestionEvent): readonly Item[] {
  switch (event.__typename) {
    case "QueryStartedEvent": {
      const { category, context, difficulty, earlier } = event;
      if (items.some((item) => item.id === event.queryId)) {
        // A prepared question is whole already when its events arrive; only a text in the making starts again.
        return question(items, event.queryId, (q) =>
          q.state === "writing" ? { ...q, text: "", category, context, difficulty, earlier, topicsNeeded: 0 } : q,
        );
      }
      const about = { ...NOTHING, category, context, difficulty, earlier };
      return [...items, { kind: "exchange", id: event.queryId, opener: null, question: { ...about, state: "writing" }, answer: null }];
    }
    case "QueryDeltaEvent":
      return question(items, event.queryId, (q) => ({ ...q, topicsNeeded: 0, text: joined(q.text, event.offset, event.text) }));
    case "TopicsNeededEvent":
      return question(items, event.queryId, (q) => (q.state === "writing" ? { ...q, topicsNeeded: q.topicsNeeded + 1 } : q));
    case "QueryReadyEvent":
    case "QueryFallbackEvent": {
      const { text, category, context, difficulty, earlier } = event;
      const fallbackReason = event.__typename === "QueryFallbackEvent" ? event.reason : null;
      const about = { ...NOTHING, text, category, context, difficulty, earlier, fallbackReason };
      if (!items.some((item) => item.id === event.queryId)) {
        return [...items, { kind: "exchange", id: event.queryId, opener: null, question: { ...about, state: "open" }, answer: null }];
      }
      return ready(items, event.queryId, about);
    }
    case "QuerySkippedEvent":
      return items.map((item) =>
        isExchange(item, event.queryId)
          ? { ...item, question: { ...item.question, state: "skipped", skipReason: event.reason } }
          : item,
      );
    case "QueryDiscardedEvent":
      return items.map((item) =>
        isExchange(item, event.queryId) ? { ...item, question: { ...item.question, state: "over" } } : item,
      );
    default:
      return items;
  }
}

/** The whole text replaces what the deltas gave, also after a gap; an ended question stays ended. */
function ready(items: readonly Item[], id: string, about: Omit<Question, "state">): readonly Item[] {
  return items.map((item) =>
    isExchange(item, id)
      ? {
          ...item,
          question: {
            ...about,
            skipReason: item.question.skipReason,
            state: item.question.state === "writing" ? "open" : item.question.state,
          },
        }
      : item,
  );
}

function sessionChanged(now: Transcript, event: SessionEvent): Transcript {
  const { items } = now;
  switch (event.__typename) {
    case "PairSavedEvent":
      return {
        ...now,
        items: event.pair ? answered(items, event.pair, { note: event.message }) : items,
        pairCount: event.pairCount,
        targetPairs: event.targetPairs,
        news: now.news + 1,
      };
    case "PairUpdatedEvent":
      return { ...now, items: event.pair ? answered(items, event.pair, { more: aboutPair(event.pair) }) : items, news: now.news + 1 };
    case "PairDeletedEvent":
      return {
        ...now,
        items: items.map((item) =>
          item.kind === "exchange" && item.answer?.pairId === event.pairId
            ? { ...item, answer: { ...item.answer, state: "deleted", note: "This pair was deleted." } }
            : item,
        ),
        pairCount: event.pairCount,
        news: now.news + 1,
      };
    case "QueryPreparedEvent":
      return event.query ? prepared(now, event.query) : now;
    case "TrainingTriggeredEvent":
      return { ...noticed(now, event.cursor, "plain", event.message), runId: event.runId };
    case "TrainingFinishedEvent": {
      const tone = event.status === "SUCCEEDED" ? "good" : "plain";
      return { ...noticed(now, event.cursor, tone, event.message), runId: event.runId };
    }
    case "VersionLiveEvent":
      return noticed(now, event.cursor, "good", event.message);
    case "SessionCompletedEvent":
      return noticed(now, event.cursor, "plain", "This conversation is finished. Its pairs stay.");
    default:
      return now;
  }
}

function noticed(now: Transcript, cursor: string, tone: Notice["tone"], text: string): Transcript {
  const id = `event-${cursor}`;
  if (now.items.some((item) => item.id === id)) return now;
  // A training that ends and the version that goes live by it say the same sentence.
  const isSaid = now.items.slice(-RECENT).some((item) => item.kind === "notice" && item.text === text);
  if (isSaid) return { ...now, news: now.news + 1 };
  return { ...now, items: [...beforeOpen(now.items, { kind: "notice", id, tone, text })], news: now.news + 1 };
}

/** A notice goes above the question that waits, so that the question stays the last thing said. */
function beforeOpen(items: readonly Item[], notice: Notice): Item[] {
  const last = items.at(-1);
  if (last?.kind === "exchange" && last.answer === null && isOpen(last)) return [...items.slice(0, -1), notice, last];
  return [...items, notice];
}

function opened(now: Transcript, query: QuestionRow): Transcript {
  const prepared = now.prepared.filter(({ id }) => id !== query.id);
  return { ...now, prepared, items: place(now.items, exchangeOf(query)) };
}

interface Said {
  note?: string | undefined;
  more?: readonly string[];
  /** Of the request, where it was this page's. */
  key?: string;
}

function answered(items: readonly Item[], pair: PairRow, { note, more, key }: Said): readonly Item[] {
  const queryId = pair.generatedQuery?.id;
  const at = items.findIndex(
    (item) =>
      item.kind === "exchange" &&
      (item.answer?.pairId === pair.id || (key !== undefined && item.answer?.key === key) || item.id === queryId),
  );
  const item = items[at];
  const known = item?.kind === "exchange" ? item : null;
  const before = known?.answer;
  // What the reply to the request says is more than what the event of the same pair knows.
  const rest = more ?? (before && before.more.length > 0 ? before.more : undefined);
  const exchange = saved(answerOf(pair, note ?? before?.note ?? null, rest), pair, known);
  if (known) return items.with(at, exchange).filter((other) => other === exchange || !isTwin(other, pair.id));
  return beforeOpenExchange(items, exchange);
}

/** An own question that this page sent and that the event reported first. */
function isTwin(item: Item, pairId: string): boolean {
  return item.kind === "exchange" && item.answer?.pairId === pairId;
}

function beforeOpenExchange(items: readonly Item[], exchange: Exchange): Item[] {
  const last = items.at(-1);
  if (last?.kind === "exchange" && last.answer === null && isOpen(last)) return [...items.slice(0, -1), exchange, last];
  return [...items, exchange];
}

function saved(answer: Answer, pair: PairRow, known: Exchange | null): Exchange {
  const { query: text, category, context, difficulty, earlier } = pair;
  return {
    kind: "exchange",
    id: known?.id ?? pair.generatedQuery?.id ?? pair.id,
    opener: null,
    question: {
      text,
      category,
      context,
      difficulty,
      earlier,
      fallbackReason: known?.question.fallbackReason ?? null,
      topicsNeeded: 0,
      isOwn: pair.generatedQuery === null,
      state: "over",
      skipReason: null,
    },
    answer,
  };
}

/** Adds the exchange, or completes the one with its id: text that has streamed in is kept until the whole is there. */
function place(items: readonly Item[], exchange: Exchange, isNew = false): readonly Item[] {
  const at = items.findIndex((item) => isExchange(item, exchange.id));
  if (at < 0) return exchange.question.isOwn ? beforeOpenExchange(items, exchange) : [...items, exchange];
  const known = items[at] as Exchange;
  if (known.answer !== null && !isNew) return items;
  const text = exchange.question.text || known.question.text;
  const state = text && exchange.question.state === "writing" ? known.question.state : exchange.question.state;
  const context = exchange.question.context || known.question.context;
  const fallbackReason = exchange.question.fallbackReason ?? known.question.fallbackReason;
  // The reply may be older than the event that says so, and so may the event than the whole question.
  const topicsNeeded = state === "writing" ? Math.max(exchange.question.topicsNeeded, known.question.topicsNeeded) : 0;
  const earlier = exchange.question.earlier.length > 0 ? exchange.question.earlier : known.question.earlier;
  return items.with(at, { ...exchange, question: { ...exchange.question, text, state, context, fallbackReason, topicsNeeded, earlier } });
}

/** It was left before the server knew, and the server refused. */
function returned(items: readonly Item[], id: string): readonly Item[] {
  return items.map((item) =>
    isExchange(item, id) && item.answer === null
      ? { ...item, question: { ...item.question, state: item.question.text ? "open" : "writing" } }
      : item,
  );
}

function withdrawn(items: readonly Item[], key: string): readonly Item[] {
  return items.flatMap<Item>((item) => {
    if (item.kind !== "exchange" || item.answer?.key !== key) return [item];
    return item.question.isOwn ? [] : [{ ...item, question: { ...item.question, state: "open" }, answer: null }];
  });
}

/** What was sent but not confirmed survives loading the conversation again. */
function withUnsaved(loaded: readonly Item[], shown: readonly Item[]): readonly Item[] {
  return shown.reduce<readonly Item[]>((items, item) => {
    if (item.kind !== "exchange" || item.answer === null || item.answer.pairId !== null) return items;
    const there = items.find((other) => other.id === item.id);
    return there?.kind === "exchange" && there.answer ? items : place(items, item, true);
  }, loaded);
}

/** Offsets count characters as the server does (code points), not UTF-16 units. */
function joined(text: string, offset: number, more: string): string {
  const characters = Array.from(text);
  if (offset > characters.length) return text; // a gap: the whole text follows with QueryReadyEvent
  return characters.slice(0, offset).join("") + more;
}

function isExchange(item: Item, id: string): item is Exchange {
  return item.kind === "exchange" && item.id === id;
}

function question(items: readonly Item[], id: string, to: (question: Question) => Question): readonly Item[] {
  return items.map((item) =>
    isExchange(item, id) && isOpenOrSkipped(item) ? { ...item, question: to(item.question) } : item,
  );
}

function isOpenOrSkipped(item: Exchange): boolean {
  return item.question.state !== "over" && item.answer === null;
}

function answer(items: readonly Item[], key: string, to: (answer: Answer) => Answer): readonly Item[] {
  return items.map((item) =>
    item.kind === "exchange" && item.answer?.key === key ? { ...item, answer: to(item.answer) } : item,
  );
}
