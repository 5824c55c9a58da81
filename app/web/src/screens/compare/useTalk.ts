import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Failure } from "../../api/failures";
import { reply, type ReplyInput } from "../../api/reply";
import { announce } from "../../components/Announcer";
import { say } from "../../language/say";
import type { Grounds } from "../../replies/events";
import { basisOf } from "../../replies/words";
import type { Choice } from "./votes";

export interface Said {
  text: string;
  state: "asked" | "done" | "failed";
  problem: Failure | null;
  /** What it stands on, once it is whole. */
  grounds: Grounds | null;
}

interface Turn {
  question: string;
  left: Said;
  right: Said;
  vote: Choice | null;
}

export interface ShownTurn extends Turn {
  onVote: (choice: Choice | null) => void;
}

type SideName = "left" | "right";
const ASKED: Said = { text: "", state: "asked", problem: null, grounds: null };

/** A conversation with two versions at once; each hears its own answers only. */
export function useTalk(agentId: string, left: number, right: number) {
  const [turns, setTurns] = useState<Turn[]>([]);
  const stops = useRef<(() => void)[]>([]);
  const stop = useCallback(() => {
    stops.current.forEach((one) => one());
    stops.current = [];
  }, []);
  const restart = useCallback(() => {
    stop();
    setTurns([]);
  }, [stop]);
  // Another version has not said what stands there: begin anew.
  useEffect(() => restart, [left, right, restart]);

  const listen = useCallback(
    (side: SideName, version: number, history: Turn[]) => {
      const at = history.length - 1;
      const messages = history.flatMap<NonNullable<ReplyInput["messages"]>[number]>((turn, index) => [
        { role: "USER", content: turn.question },
        ...(index < at && turn[side].text ? [{ role: "ASSISTANT" as const, content: turn[side].text }] : []),
      ]);
      const said = (to: Partial<Said>) =>
        setTurns((now) => now.map((turn, index) => (index === at ? { ...turn, [side]: { ...turn[side], ...to } } : turn)));
      said(ASKED);
      stops.current.push(
        reply({ agentId, version, messages }, {
          text: (text) => said({ text }),
          done: (text, _version, grounds) => {
            said({ text, state: "done", grounds });
            announce(say.compare.answers(side === "left" ? "A" : "B", text, basisOf(grounds)));
          },
          failed: (problem) => said({ state: "failed", problem }),
        }),
      );
    },
    [agentId],
  );

  const ask = useCallback(
    (question: string) => {
      const history = [...turns, { question, left: ASKED, right: ASKED, vote: null }];
      setTurns(history);
      listen("left", left, history);
      listen("right", right, history);
    },
    [turns, left, right, listen],
  );

  const retry = useCallback(() => {
    for (const [side, version] of [["left", left], ["right", right]] as const) {
      if (turns.at(-1)?.[side].state === "failed") listen(side, version, turns);
    }
  }, [turns, left, right, listen]);

  const shown = useMemo(
    () =>
      turns.map<ShownTurn>((turn, at) => ({
        ...turn,
        onVote: (choice) =>
          setTurns((now) => now.map((one, index) => (index === at ? { ...one, vote: choice } : one))),
      })),
    [turns],
  );
  return { turns: shown, ask, retry, restart };
}
