import type { QuestionEvent, QuestionRow } from "./events";
import { exchangeOf, type Exchange, type Item, type Transcript } from "./items";

/**
 * The next question stands there the moment an answer is sent: the page knows what the server has ready, shows it and
 * names it in the request. The server opens another one only if that one is not wanted any more; then it is replaced.
 */
export function nextPrepared({ prepared, items }: Transcript): QuestionRow | null {
  return prepared.find(({ id }) => !items.some((item) => item.id === id)) ?? null;
}

/** One more is ready; a customer's reaction comes before a new customer, as on the server. */
export function prepared(now: Transcript, query: QuestionRow): Transcript {
  const isKnown = [...now.prepared, ...now.items].some(({ id }) => id === query.id);
  if (isKnown || query.status !== "READY") return now;
  const rows = [...now.prepared, query];
  const isReaction = ({ earlier }: QuestionRow) => earlier.length > 0;
  return { ...now, prepared: [...rows.filter(isReaction), ...rows.filter((row) => !isReaction(row))] };
}

/** What was opened or thrown away is not prepared any more. */
export function gone(now: Transcript, { __typename, queryId }: QuestionEvent): Transcript {
  if (__typename !== "QueryStartedEvent" && __typename !== "QueryDiscardedEvent") return now;
  return { ...now, prepared: now.prepared.filter(({ id }) => id !== queryId) };
}

export function shownAhead(now: Transcript, id: string | null, opener: string | null): Transcript {
  const row = now.prepared.find((one) => one.id === id);
  if (!row || now.items.some((item) => item.id === id)) return now;
  return { ...now, items: [...now.items, { ...exchangeOf(row), opener }] };
}

/** The server has opened it. */
export function confirmed(items: readonly Item[], { __typename, queryId }: QuestionEvent): readonly Item[] {
  if (__typename !== "QueryStartedEvent") return items;
  return items.map((item) => (isAhead(item) && item.id === queryId ? { ...item, opener: null } : item));
}

/** Takes away what the answer `opener` did not open after all. */
export function withoutAhead(items: readonly Item[], opener: string, openedId?: string): readonly Item[] {
  return items.filter((item) => !isAhead(item) || item.opener !== opener || item.id === openedId);
}

function isAhead(item: Item): item is Exchange {
  return item.kind === "exchange" && item.opener !== null;
}
