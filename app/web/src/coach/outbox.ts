import type { Grounds } from "../replies/events";

/**
 * What a person sent or is still typing, kept in this browser until the server has it: a reload, a crash or a lost
 * connection loses no word. Each request keeps its idempotency key, so sending it again never saves a pair twice.
 */
export interface Unsent {
  key: string;
  sessionId: string;
  /** The question that it answers; null for a question of one's own. */
  queryId: string | null;
  query: string;
  response: string;
  draft: Draft | null;
  /** The prepared question that stands below it already. */
  nextQueryId: string | null;
  category: string;
  difficulty: string;
}

/** The agent's own proposal that an answer was made of. */
export interface Draft {
  text: string;
  /** Number of the version that wrote it; 0: the base model. */
  version: number;
  /** What it stands on, and what in it no source holds. */
  grounds?: Grounds;
  /** Thrown away: nothing of it stands in the answer, and that says the most about it. */
  isRejected?: boolean;
}

export interface Store {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

/** `crypto.randomUUID` exists on https and localhost only. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function unsent(sessionId: string, store: Store = localStorage): Unsent[] {
  const all = read(`outbox:${sessionId}`, store);
  return Array.isArray(all) ? (all as Unsent[]) : [];
}

export function keep(entry: Unsent, store: Store = localStorage): void {
  const others = unsent(entry.sessionId, store).filter(({ key }) => key !== entry.key);
  write(`outbox:${entry.sessionId}`, [...others, entry], store);
}

export function forget(sessionId: string, key: string, store: Store = localStorage): void {
  const others = unsent(sessionId, store).filter((entry) => entry.key !== key);
  if (others.length > 0) write(`outbox:${sessionId}`, others, store);
  else store.removeItem(`outbox:${sessionId}`);
}

export function draftOf(name: string, store: Store = localStorage): string {
  const draft = read(`draft:${name}`, store);
  return typeof draft === "string" ? draft : "";
}

/** The proposal that stands in an answer box, so that a reload still knows what was changed in it. */
export function suggestionOf(sessionId: string, queryId: string, store: Store = localStorage): Draft | null {
  const kept = read(`suggestion:${sessionId}`, store) as { queryId: string; draft: Draft } | null;
  return kept?.queryId === queryId ? kept.draft : null;
}

export function keepSuggestion(sessionId: string, queryId: string, draft: Draft | null, store: Store = localStorage): void {
  if (draft) write(`suggestion:${sessionId}`, { queryId, draft }, store);
  else store.removeItem(`suggestion:${sessionId}`);
}

export function keepDraft(name: string, text: string, store: Store = localStorage): void {
  if (text) write(`draft:${name}`, text, store);
  else store.removeItem(`draft:${name}`);
}

function read(name: string, store: Store): unknown {
  try {
    return JSON.parse(store.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

function write(name: string, value: unknown, store: Store): void {
  try {
    store.setItem(name, JSON.stringify(value));
  } catch {
    // A full or forbidden store: the text is still on the screen.
  }
}
