import { useId } from "react";

interface Props {
  value: string;
  problem: string | null;
  onChange: (value: string) => void;
}

/** What real customers wrote, one a line. */
export function RealQuestions({ value, problem, onChange }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Three real questions of your customers, one a line <span className="muted">(optional)</span></label>
      <textarea id={id} className="input" rows={3} value={value} aria-invalid={problem !== null}
        aria-describedby={problem ? `${id}-hint ${id}-problem` : `${id}-hint`} onChange={(event) => onChange(event.target.value)} />
      <span id={`${id}-hint`} className="hint">In their own words. Practice customers ask them, and write like them.</span>
      {problem && <p id={`${id}-problem`} className="problem" role="alert">{problem}</p>}
    </div>
  );
}
