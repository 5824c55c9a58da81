import { diffArrays } from "diff";
import type { Changed } from "../components/DraftDiff";

/** Draft and answer as one text of kept, removed and added words, as the server tells it of a saved pair. */
export function changesOf(draft: string, answer: string): Changed[] {
  return diffArrays(words(draft), words(answer)).map(({ value, added, removed }) => ({
    change: added ? "ADDED" : removed ? "REMOVED" : "KEPT",
    text: value.join(" "),
  }));
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}
