import { useCallback, useEffect, useRef, useState } from "react";
import { reply, type ReplyInput } from "../../api/reply";
import { announce } from "../../components/Announcer";
import { basisOf } from "../../replies/words";
import type { Said } from "../compare/useTalk";

export interface Turn {
  question: string;
  said: Said;
}

const ASKED: Said = { text: "", state: "asked", problem: null, grounds: null };

/** A conversation with what is live, as customers have it. */
export function useChat(agentId: string) {
  const [turns, setTurns] = useState<Turn[]>([]);
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);

  const listen = useCallback(
    (history: Turn[]) => {
      const at = history.length - 1;
      const messages = history.flatMap<NonNullable<ReplyInput["messages"]>[number]>(({ question, said }, index) => [
        { role: "USER", content: question },
        ...(index < at && said.text ? [{ role: "ASSISTANT" as const, content: said.text }] : []),
      ]);
      const said = (to: Partial<Said>) =>
        setTurns((now) => now.map((turn, index) => (index === at ? { ...turn, said: { ...turn.said, ...to } } : turn)));
      stop.current = reply({ agentId, messages }, {
        text: (text) => said({ text }),
        done: (text, _version, grounds) => {
          said({ text, state: "done", grounds });
          announce(`${text} (${basisOf(grounds)})`);
        },
        failed: (problem) => said({ state: "failed", problem }),
      });
    },
    [agentId],
  );

  const ask = useCallback(
    (question: string) => {
      const history = [...turns, { question, said: ASKED }];
      setTurns(history);
      listen(history);
    },
    [turns, listen],
  );

  const retry = useCallback(() => {
    const history = turns.map((turn, at) => (at === turns.length - 1 ? { ...turn, said: ASKED } : turn));
    setTurns(history);
    listen(history);
  }, [turns, listen]);

  const restart = useCallback(() => {
    stop.current();
    setTurns([]);
  }, []);

  return { turns, ask, retry, restart, isAnswering: turns.at(-1)?.said.state === "asked" };
}
