import { say } from "../language/say";
import { confirmed, gone, prepared, shownAhead, withoutAhead } from "./ahead";
import { answer, answered, place, withdrawn, withUnsaved } from "./answers";
import type { PairRow, QuestionEvent, QuestionRow, SessionEvent } from "./events";
import { aboutPair, exchangeOf, type Exchange, type Item, type Transcript } from "./items";
import { noticed } from "./notices";
import { question, questionChanged, returned } from "./questions";

/** All that can change a transcript. Each is safe to repeat. */
export type Change =
  | { type: "loaded"; transcript: Transcript }
  | { type: "earlier"; items: readonly Item[] }
  | { type: "question"; event: QuestionEvent }
  | { type: "session"; event: SessionEvent }
  | { type: "opened"; query: QuestionRow }
  | { type: "left"; queryId: string }
  | { type: "returned"; queryId: string }
  | { type: "topicsAdded"; queryId: string; needed: number }
  | { type: "answering"; exchange: Exchange; next: string | null }
  | { type: "saved"; key: string; pair: PairRow; notices: readonly string[]; pairCount: number; targetPairs: number; next: QuestionRow | null }
  | { type: "unsaved"; key: string; state: "waiting" | "refused"; note: string }
  | { type: "withdrawn"; key: string }
  | { type: "training"; runId: string };

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
      return { ...now, items: question(now.items, by.queryId, (q) => ({ ...q, state: "skipped" })) };
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
      const said = answered(now.items, by.pair, { note: say.coach.saved(by.pairCount, by.targetPairs), more: by.notices.slice(1), key: by.key });
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

function sessionChanged(now: Transcript, event: SessionEvent): Transcript {
  const { items } = now;
  switch (event.__typename) {
    case "PairSavedEvent":
      return {
        ...now,
        items: event.pair ? answered(items, event.pair, { note: say.coach.saved(event.pairCount, event.targetPairs) }) : items,
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
            ? { ...item, answer: { ...item.answer, state: "deleted", note: say.coach.pairDeleted } }
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
      return noticed(now, event.cursor, "plain", say.coach.finishedNow);
    default:
      return now;
  }
}

function opened(now: Transcript, query: QuestionRow): Transcript {
  const prepared = now.prepared.filter(({ id }) => id !== query.id);
  return { ...now, prepared, items: place(now.items, exchangeOf(query)) };
}
