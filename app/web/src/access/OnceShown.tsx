import { say } from "../language/say";
import { useId, useRef, useState } from "react";

interface Props {
  label: string;
  value: string;
  hint: string;
  onClose: () => void;
}

/** A secret that can't be seen again: to be copied now. */
export function OnceShown({ label, value, hint, onClose }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState("");

  async function copy() {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setSaid(say.access.copied);
    } catch {
      // Browsers hide the clipboard from pages without TLS, and people may refuse it.
      setSaid(say.access.selected);
    }
  }

  return (
    <div className="once field">
      <label htmlFor={id}>{label}</label>
      <div className="once-line">
        <input id={id} ref={field} className="input" readOnly value={value} autoFocus onFocus={(event) => event.target.select()} />
        <button type="button" className="button primary" onClick={() => void copy()}>{say.access.copy}</button>
        <button type="button" className="button quiet" onClick={onClose}>{say.access.done}</button>
      </div>
      <span className="hint">{hint} <span role="status">{said}</span></span>
    </div>
  );
}
