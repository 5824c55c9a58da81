import { isOpen, type Item, type Notice, type Transcript } from "./items";

const RECENT = 4;

export function noticed(now: Transcript, cursor: string, tone: Notice["tone"], text: string): Transcript {
  const id = `event-${cursor}`;
  if (now.items.some((item) => item.id === id)) return now;
  // A training that ends and the version that goes live by it say the same sentence.
  const isSaid = now.items.slice(-RECENT).some((item) => item.kind === "notice" && item.text === text);
  if (isSaid) return { ...now, news: now.news + 1 };
  return { ...now, items: [...beforeOpen(now.items, { kind: "notice", id, tone, text })], news: now.news + 1 };
}

/** What comes by itself goes above the question that waits, so that the question stays the last thing said. */
export function beforeOpen(items: readonly Item[], item: Item): Item[] {
  const last = items.at(-1);
  if (last?.kind === "exchange" && last.answer === null && isOpen(last)) return [...items.slice(0, -1), item, last];
  return [...items, item];
}
