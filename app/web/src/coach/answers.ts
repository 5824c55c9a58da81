import type { PairRow } from "./events";
import { answerOf, isExchange, type Answer, type Exchange, type Item } from "./items";
import { beforeOpen } from "./notices";

interface Said {
  note?: string | undefined;
  more?: readonly string[];
  /** Of the request, where it was this page's. */
  key?: string;
}

export function answered(items: readonly Item[], pair: PairRow, { note, more, key }: Said): readonly Item[] {
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
  return beforeOpen(items, exchange);
}

/** An own question that this page sent and that the event reported first. */
function isTwin(item: Item, pairId: string): boolean {
  return item.kind === "exchange" && item.answer?.pairId === pairId;
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
export function place(items: readonly Item[], exchange: Exchange, isNew = false): readonly Item[] {
  const at = items.findIndex((item) => isExchange(item, exchange.id));
  if (at < 0) return exchange.question.isOwn ? beforeOpen(items, exchange) : [...items, exchange];
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

export function withdrawn(items: readonly Item[], key: string): readonly Item[] {
  return items.flatMap<Item>((item) => {
    if (item.kind !== "exchange" || item.answer?.key !== key) return [item];
    return item.question.isOwn ? [] : [{ ...item, question: { ...item.question, state: "open" }, answer: null }];
  });
}

/** What was sent but not confirmed survives loading the conversation again. */
export function withUnsaved(loaded: readonly Item[], shown: readonly Item[]): readonly Item[] {
  return shown.reduce<readonly Item[]>((items, item) => {
    if (item.kind !== "exchange" || item.answer === null || item.answer.pairId !== null) return items;
    const there = items.find((other) => other.id === item.id);
    return there?.kind === "exchange" && there.answer ? items : place(items, item, true);
  }, loaded);
}

export function answer(items: readonly Item[], key: string, to: (answer: Answer) => Answer): readonly Item[] {
  return items.map((item) =>
    item.kind === "exchange" && item.answer?.key === key ? { ...item, answer: to(item.answer) } : item,
  );
}
