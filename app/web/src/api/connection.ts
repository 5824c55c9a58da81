import { useSyncExternalStore } from "react";

/**
 * Whether live updates flow. `reconnecting` while a subscription waits for its next try; screens show a small note
 * then, and what waits to be sent goes out when it ends.
 */
const waiting = new Set<object>();
const listeners = new Set<() => void>();

export function isReconnecting(): boolean {
  return waiting.size > 0;
}

function change(apply: () => void): void {
  const before = isReconnecting();
  apply();
  if (before !== isReconnecting()) listeners.forEach((listener) => listener());
}

export function waits(stream: object): void {
  change(() => waiting.add(stream));
}

export function flows(stream: object): void {
  change(() => waiting.delete(stream));
}

export function onConnection(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useReconnecting(): boolean {
  return useSyncExternalStore(onConnection, isReconnecting);
}
