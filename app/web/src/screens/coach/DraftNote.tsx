import { useDeferredValue, useMemo, type ReactNode } from "react";
import { changesOf } from "../../coach/changes";
import { doubtOf } from "../../coach/doubt";
import type { Draft } from "../../coach/outbox";
import { DraftDiff } from "../../components/DraftDiff";
import { Icon } from "../../components/Icon";
import { say } from "../../language/say";
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
  const doubt = draft.isRejected ? null : doubtOf(draft);
  return (
    <>
      <p className="row small muted draft-note">
        <span className="chip">{draft.version ? say.coach.draftOf(draft.version) : say.coach.draftOfBase}</span>
        <span className={draft.isRejected ? "" : "draft-hint"}>{draft.isRejected ? say.coach.thrownAway : say.coach.changeOrSave}</span>
        {draft.isRejected ? (
          text === "" && <button type="button" className="button quiet slim" onClick={onPutBack}>{say.coach.putBack}</button>
        ) : (
          <button type="button" className="button quiet slim" onClick={onReject}>{say.coach.throwAway}</button>
        )}
        {children}
      </p>
      {doubt !== null && <p className="small draft-doubt"><Icon name="warning" /> {doubt}</p>}
      {draft.grounds && !draft.isRejected && <Grounds grounds={draft.grounds} />}
      {isChanged && <DraftDiff changes={changes} />}
    </>
  );
}
