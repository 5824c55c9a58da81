import { useCallback, useState } from "react";
import { draftOf, keepDraft } from "./outbox";

/** A text that is kept in this browser while it is typed, until it is emptied. */
export function useDraft(name: string): [text: string, write: (text: string) => void] {
  const [text, setText] = useState(() => draftOf(name));
  const write = useCallback(
    (next: string) => {
      setText(next);
      keepDraft(name, next);
    },
    [name],
  );
  return [text, write];
}
