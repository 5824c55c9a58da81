import { useDeferredValue, useMemo, type ReactNode } from "react";
import { changesOf } from "../../coach/changes";
import type { Draft } from "../../coach/outbox";
import { DraftDiff } from "../../components/DraftDiff";
import { Grounds } from "../../replies/Grounds";

interface Props {
  draft: Draft;
  /** What stands in the answer box. */
  text: string;
  onReject: () => void;
  onPutBack: () => void;
  children: ReactNode;
}

/** Where the words in the answer box come from, what they stand on, and what was changed in them so far. */
export function DraftNote({ draft, text, onReject, onPutBack, children }: Props) {
  const typed = useDeferredValue(text);
  const changes = useMemo(() => changesOf(draft.text, typed), [draft.text, typed]);
  const isChanged = !draft.isRejected && changes.some(({ change }) => change !== "KEPT");
  return (
    <>
      <p className="row small muted draft-note">
        <span className="chip">Draft of {draft.version ? `version ${draft.version}` : "the base model"}</span>
        <span className={draft.isRejected ? "" : "draft-hint"}>{draft.isRejected ? "Thrown away; it is kept as what not to say." : "Change what is wrong, or save it as it is."}</span>
        {draft.isRejected ? (
          text === "" && <button type="button" className="button quiet slim" onClick={onPutBack}>Put it back</button>
        ) : (
          <button type="button" className="button quiet slim" onClick={onReject}>Throw it away</button>
        )}
        {children}
      </p>
      {draft.grounds && !draft.isRejected && <Grounds grounds={draft.grounds} />}
      {isChanged && <DraftDiff changes={changes} />}
    </>
  );
}
