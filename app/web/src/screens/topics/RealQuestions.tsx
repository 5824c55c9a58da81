import type { Failure } from "../../api/failures";
import { ProblemNote } from "../../components/ProblemNote";
import { say } from "../../language/say";
import { useId } from "react";

interface Props {
  value: string;
  problem: Failure | null;
  onChange: (value: string) => void;
}

/** What real customers wrote, one a line. */
export function RealQuestions({ value, problem, onChange }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{say.topics.realQuestions} <span className="muted">{say.topics.optional}</span></label>
      <textarea id={id} className="input" rows={3} value={value} aria-invalid={problem !== null}
        aria-describedby={problem ? `${id}-hint ${id}-problem` : `${id}-hint`} onChange={(event) => onChange(event.target.value)} />
      <span id={`${id}-hint`} className="hint">{say.topics.realQuestionsHint}</span>
      <ProblemNote of={problem} id={`${id}-problem`} />
    </div>
  );
}
