import { useId, useRef, type KeyboardEvent } from "react";
import type { Failure } from "../api/failures";
import { ProblemNote } from "../components/ProblemNote";
import { namesIn } from "./list";
import "./topics.css";

interface Props {
  label: string;
  hint?: string;
  action: string;
  value: string;
  problem: Failure | null;
  busy?: boolean;
  onChange: (value: string) => void;
  onAdd: (names: string[]) => void;
}

/** A line for names of topics; Enter adds what stands in it, also inside of a larger form. */
export function NameInput({ label, hint, action, value, problem, busy = false, onChange, onAdd }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const names = namesIn(value);

  function add() {
    if (names.length === 0 || busy) return;
    onAdd(names);
    input.current?.focus(); // for the next one: the button is off now
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    add();
  }

  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="row name-input">
        <input id={id} ref={input} className="input grow" autoComplete="off" maxLength={1000} value={value} aria-invalid={problem !== null}
          aria-describedby={[hint ? `${id}-hint` : "", problem ? `${id}-problem` : ""].join(" ").trim() || undefined}
          onChange={(event) => onChange(event.target.value)} onKeyDown={onKeyDown} />
        <button type="button" className="button plain" disabled={names.length === 0 || busy} onClick={add}>
          {action}
        </button>
      </div>
      {hint && <span id={`${id}-hint`} className="hint">{hint}</span>}
      <ProblemNote of={problem} id={`${id}-problem`} />
    </div>
  );
}
