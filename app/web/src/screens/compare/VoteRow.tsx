import { useCallback, useEffect, useState } from "react";
import { useQuery } from "urql";
import { asFailure } from "../../api/failures";
import { newKey } from "../../coach/outbox";
import { Dialog } from "../../components/Dialog";
import { toast } from "../../components/Toasts";
import { count } from "../../words";
import type { ShownTurn } from "./useTalk";
import { COMPARED, tally, vote, type Choice, type Votes } from "./votes";

interface Props {
  agentId: string;
  left: number;
  right: number;
  turns: ShownTurn[];
  onRestart: () => void;
}

const KEYS: Record<string, Choice> = { a: "LEFT", b: "RIGHT", t: "TIE" };

/** Which answer is better? One vote for each turn, by button or key. */
export function VoteRow({ agentId, left, right, turns, onRestart }: Props) {
  const [{ data }] = useQuery({ query: COMPARED, variables: { agentId } });
  const [isListing, setIsListing] = useState(false);
  const last = turns.at(-1);
  const canVote = last?.left.state === "done" && last.right.state === "done" && last.vote === null && left !== right;
  const votes = data?.agent.votes ?? [];
  const counts = tally(votes, left, right);

  const give = useCallback(
    async (choice: Choice) => {
      if (!canVote) return;
      last.onVote(choice);
      try {
        await vote({
          agentId,
          question: last.question,
          leftVersion: left,
          rightVersion: right,
          leftAnswer: last.left.text,
          rightAnswer: last.right.text,
          vote: choice,
          idempotencyKey: newKey(),
        });
      } catch (error) {
        last.onVote(null);
        toast({ id: "vote", text: `Not counted: ${asFailure(error).message}` });
      }
    },
    [agentId, canVote, last, left, right],
  );

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog")) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const choice = KEYS[event.key.toLowerCase()];
      if (choice) void give(choice);
    }
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [give]);

  const button = (choice: Choice, words: string, key: string) => (
    <button type="button" className="button plain" disabled={!canVote} aria-pressed={last?.vote === choice}
      onClick={() => void give(choice)}>
      {words} <kbd aria-hidden="true">{key}</kbd>
    </button>
  );
  return (
    <div className="votes" role="group" aria-label="Which answer is better?">
      {button("LEFT", "A is better", "A")}
      {button("TIE", "Tie", "T")}
      {button("RIGHT", "B is better", "B")}
      <span className="muted small number" role="status">A {counts.LEFT} · tie {counts.TIE} · B {counts.RIGHT}</span>
      {votes.length > 0 && (
        <button type="button" className="button quiet slim" onClick={() => setIsListing(true)}>All votes</button>
      )}
      {turns.length > 0 && <button type="button" className="button quiet slim" onClick={onRestart}>Start over</button>}
      {isListing && <AllVotes votes={votes} onClose={() => setIsListing(false)} />}
    </div>
  );
}

function AllVotes({ votes, onClose }: { votes: Votes; onClose: () => void }) {
  return (
    <Dialog title="All votes" onClose={onClose}>
      <ul className="stack">
        {votes.map(({ leftVersion, rightVersion, left, right, ties }) => (
          <li key={`${leftVersion}:${rightVersion}`}>
            <strong>{nameOf(rightVersion)} against {nameOf(leftVersion).toLowerCase()}</strong>
            <p className="muted number">{count(right, "time")} better, {count(left, "time")} worse, {count(ties, "tie")}</p>
          </li>
        ))}
      </ul>
      <div className="row">
        <button type="button" className="button plain" onClick={onClose}>Close</button>
      </div>
    </Dialog>
  );
}

export function nameOf(version: number): string {
  return version === 0 ? "Base model" : `Version ${version}`;
}
