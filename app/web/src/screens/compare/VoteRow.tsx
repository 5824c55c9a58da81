import { useCallback, useEffect, useState } from "react";
import { Lacking } from "../../access/Guarded";
import { useMay } from "../../access/viewer";
import { useQuery } from "../../api/useQuery";
import { asFailure } from "../../api/failures";
import { newKey } from "../../coach/outbox";
import { Dialog } from "../../components/Dialog";
import { shortcutOf } from "../../components/keys";
import { toast } from "../../components/Toasts";
import { say } from "../../language/say";
import type { ShownTurn } from "./useTalk";
import { COMPARED, tally, versionName, vote, type Choice, type Votes } from "./votes";

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
  const mayVote = useMay("COACH");
  const canVote = mayVote && last?.left.state === "done" && last.right.state === "done" && last.vote === null && left !== right;
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
        toast({ id: "vote", text: say.compare.notCounted(asFailure(error).message) });
      }
    },
    [agentId, canVote, last, left, right],
  );

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const choice = KEYS[shortcutOf(event) ?? ""];
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
    <div className="votes" role="group" aria-label={say.compare.whichIsBetter}>
      {button("LEFT", say.compare.isBetter("A"), "A")}
      {button("TIE", say.compare.tie, "T")}
      {button("RIGHT", say.compare.isBetter("B"), "B")}
      <Lacking needs="COACH" what={say.compare.needs} />
      <span className="muted small number" role="status">{say.compare.tally(counts.LEFT, counts.TIE, counts.RIGHT)}</span>
      {votes.length > 0 && (
        <button type="button" className="button quiet slim" onClick={() => setIsListing(true)}>{say.compare.allVotes}</button>
      )}
      {turns.length > 0 && <button type="button" className="button quiet slim" onClick={onRestart}>{say.compare.restart}</button>}
      {isListing && <AllVotes votes={votes} onClose={() => setIsListing(false)} />}
    </div>
  );
}

function AllVotes({ votes, onClose }: { votes: Votes; onClose: () => void }) {
  return (
    <Dialog title={say.compare.allVotes} onClose={onClose}>
      <ul className="stack">
        {votes.map(({ leftVersion, rightVersion, left, right, ties }) => (
          <li key={`${leftVersion}:${rightVersion}`}>
            <strong>{say.compare.against(versionName(rightVersion), versionName(leftVersion))}</strong>
            <p className="muted number">{say.compare.votes(right, left, ties)}</p>
          </li>
        ))}
      </ul>
      <div className="row">
        <button type="button" className="button plain" onClick={onClose}>{say.shared.close}</button>
      </div>
    </Dialog>
  );
}
