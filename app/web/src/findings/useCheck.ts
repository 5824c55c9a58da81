import { useEffect, useState } from "react";
import { ask } from "../api/client";
import type { VariablesOf } from "../api/graphql";
import { CHECK, type FindingRow } from "./documents";

type Input = VariablesOf<typeof CHECK>["input"];
type About = Omit<Input, "response">;

const TYPING_MS = 500;
/** Half a word is no answer yet: nearly every check would complain. */
const FEWEST_CHARACTERS = 12;
const NONE: readonly FindingRow[] = [];

/** What saving this response would find, a moment after the last letter; empty while there is nothing to say. */
export function useCheck({ queryId = null, agentId = null, query = null, pairId = null }: About, text: string): readonly FindingRow[] {
  const [found, setFound] = useState({ response: "", findings: NONE });
  const response = text.trim();
  const isWorthwhile = response.length >= FEWEST_CHARACTERS && (Boolean(queryId) || Boolean(query));

  useEffect(() => {
    if (!isWorthwhile) return;
    let isWanted = true;
    const timer = setTimeout(() => {
      ask(CHECK, { input: { queryId, agentId, query, pairId, response } }).then(
        ({ checkResponse }) => {
          if (isWanted) setFound({ response, findings: checkResponse.findings });
        },
        // The check is an extra: saving looks again, and says itself when the server is away.
        () => undefined,
      );
    }, TYPING_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [queryId, agentId, query, pairId, response, isWorthwhile]);

  // What was said about the text of a moment ago stays until the next answer; about another text it goes at once.
  const isAbout = isWorthwhile && (response.startsWith(found.response.slice(0, FEWEST_CHARACTERS)));
  return isAbout ? found.findings : NONE;
}
