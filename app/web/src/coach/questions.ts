import type { QuestionEvent } from "./events";
import { isExchange, type Exchange, type Item, type Question } from "./items";

/** A question of a customer before anything is known of it. */
const NOTHING = { text: "", fallbackReason: null, topicsNeeded: 0, isOwn: false, skipReason: null };

export function questionChanged(items: readonly Item[], event: QuestionEvent): readonly Item[] {
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

/** Offsets count characters as the server does (code points), not UTF-16 units. */
function joined(text: string, offset: number, more: string): string {
  const characters = Array.from(text);
  if (offset > characters.length) return text; // a gap: the whole text follows with QueryReadyEvent
  return characters.slice(0, offset).join("") + more;
}

export function question(items: readonly Item[], id: string, to: (question: Question) => Question): readonly Item[] {
  return items.map((item) =>
    isExchange(item, id) && isOpenOrSkipped(item) ? { ...item, question: to(item.question) } : item,
  );
}

function isOpenOrSkipped(item: Exchange): boolean {
  return item.question.state !== "over" && item.answer === null;
}

/** It was left before the server knew, and the server refused. */
export function returned(items: readonly Item[], id: string): readonly Item[] {
  return items.map((item) =>
    isExchange(item, id) && item.answer === null
      ? { ...item, question: { ...item.question, state: item.question.text ? "open" : "writing" } }
      : item,
  );
}
