import { useSyncExternalStore } from "react";

/** One live region for the whole page: it reads whole sentences, never the words of a stream one by one. */
let said = "";
const listeners = new Set<() => void>();

export function announce(sentence: string): void {
  // The same sentence twice is news twice: a trailing space makes the region change.
  said = said === sentence ? `${sentence} ` : sentence;
  listeners.forEach((listener) => listener());
}

export function Announcer() {
  const sentence = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => said,
  );
  return <p className="hidden" aria-live="polite">{sentence}</p>;
}
