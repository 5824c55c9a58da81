import { say } from "../language/say";
import type { Category, Difficulty, PairRow, QuestionRow } from "./events";

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

/** The question that waits for an answer. */
export function currentExchange(transcript: Transcript): Exchange | null {
  const last = transcript.items.findLast((item) => item.kind === "exchange" && item.answer === null && isOpen(item));
  return last?.kind === "exchange" ? last : null;
}

export function isOpen(item: Exchange): boolean {
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

export function aboutPair({ isLeftOut }: PairRow): string[] {
  return isLeftOut ? [say.coach.leftOut] : [];
}

/** Of what is said beside an answer, the server wrote all but that. */
export function langOf(sentence: string): "en" | undefined {
  return sentence === say.coach.leftOut ? undefined : "en";
}

export function isExchange(item: Item, id: string): item is Exchange {
  return item.kind === "exchange" && item.id === id;
}

/** Nothing is open and nothing is on its way: the last answer was refused, and another question has to be asked for. */
export function isStuck(transcript: Transcript): boolean {
  const last = transcript.items.findLast((item) => item.kind === "exchange");
  return currentExchange(transcript) === null && last?.answer?.state === "refused";
}
