import { say } from "../language/say";
import { useId, useRef, useState } from "react";

interface Props {
  label: string;
  value: string;
  hint: string;
  /** Whether it was copied as it was made; null: nobody tried, or it is not known yet. */
  isCopied?: boolean | null;
  /** Without it, it stays as long as what it stands in. */
  onClose?: (() => void) | undefined;
}

/** A secret that can't be seen again: to be copied now. */
export function OnceShown({ label, value, hint, isCopied = null, onClose }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [wasCopied, setWasCopied] = useState<boolean | null>(null);
  const done = wasCopied ?? isCopied;

  async function copy() {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setWasCopied(true);
    } catch {
      setWasCopied(false); // there is no clipboard without TLS, and people may refuse it
    }
  }

  return (
    <div className="once field">
      <label htmlFor={id}>{label}</label>
      <div className="once-line">
        <input id={id} ref={field} className="input" readOnly value={value} autoFocus aria-describedby={`${id}-hint`}
          onFocus={(event) => event.target.select()} />
        <button type="button" className="button primary" onClick={() => void copy()}>{say.access.copy}</button>
        {onClose && <button type="button" className="button quiet" onClick={onClose}>{say.access.done}</button>}
      </div>
      <span className="hint">
        <span id={`${id}-hint`}>{hint}</span> <span role="status">{done !== null && (done ? say.access.copied : say.access.selected)}</span>
      </span>
    </div>
  );
}
