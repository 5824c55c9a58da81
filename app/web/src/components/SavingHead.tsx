import { say } from "../language/say";
import { ProblemNote } from "./ProblemNote";
import type { Attempt } from "./useAttempt";

/** The heading of a card whose changes save themselves, and how that went. */
export function SavingHead({ id, title, saving }: { id: string; title: string; saving: Attempt }) {
  return (
    <>
      <div className="row">
        <h2 id={id} className="grow">{title}</h2>
        <span role="status" className="small muted">
          {saving.busy && say.settings.saving}
          {saving.isDone && say.settings.saved}
        </span>
      </div>
      <ProblemNote of={saving.problem} />
    </>
  );
}
