import { useSyncExternalStore } from "react";
import { say } from "../language/say";

/**
 * One live region for the whole page: it reads whole sentences, never the words of a stream one by one. The newest few
 * stay in it, so that two at the same moment are both read, and the same one twice is news twice.
 */
let said: readonly { id: number; sentence: string; lang: "en" | undefined }[] = [];
const listeners = new Set<() => void>();
const KEPT = 3;

/** `lang` where the server wrote it, which speaks English. */
export function announce(sentence: string, lang?: "en"): void {
  said = [...said, { id: (said.at(-1)?.id ?? 0) + 1, sentence, lang }].slice(-KEPT);
  listeners.forEach((listener) => listener());
}

export function Announcer() {
  const sentences = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => said,
  );
  return (
    <div className="hidden" role="log" aria-label={say.shared.news} aria-live="polite">
      {sentences.map(({ id, sentence, lang }) => <p key={id} lang={lang}>{sentence}</p>)}
    </div>
  );
}
