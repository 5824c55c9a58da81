import { useState, type ReactNode, type SubmitEvent } from "react";
import { say } from "../../language/say";
import { keysOf } from "../../words";
import type { OwnRule, StyleRule } from "./houseStyle";

type Kind = StyleRule["kind"];

const MOST_WORDS = 1000;

interface Props {
  /** What stands there at first. */
  rule?: StyleRule;
  action: string;
  /** False when it was refused. */
  onSave: (rule: OwnRule) => Promise<boolean>;
  children?: ReactNode;
}

/** A rule of one's own: its kind, and what that kind needs. */
export function StyleRuleForm({ rule, action, onSave, children }: Props) {
  const [kind, setKind] = useState<Kind>(rule?.kind ?? "OPENING");
  const [text, setText] = useState(rule?.text ?? "");
  const [least, setLeast] = useState(rule?.least ?? 20);
  const [most, setMost] = useState(rule?.most ?? 80);
  const isLength = kind === "LENGTH";
  const hasWords = !isLength && kind !== "LIST";

  async function save(event: SubmitEvent) {
    event.preventDefault();
    const isSaved = await onSave(isLength ? { kind, least, most } : hasWords ? { kind, text: text.trim() } : { kind });
    if (isSaved) setText("");
  }

  return (
    <form className="row style-form" onSubmit={(event) => void save(event)}>
      <select className="input" aria-label={say.settings.styleKind} value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
        {keysOf(say.settings.styleKinds).map((key) => <option key={key} value={key}>{say.settings.styleKinds[key]}</option>)}
      </select>
      {hasWords && (
        <input className="input grow rule-words" aria-label={say.settings.itsWords} maxLength={100} value={text}
          placeholder={exampleOf(kind)} onChange={(event) => setText(event.target.value)} />
      )}
      {isLength && (
        <span className="style-words">
          <Words name={say.settings.length.least} value={least} onChange={setLeast} />
          {say.settings.length.between}
          <Words name={say.settings.length.most} value={most} onChange={setMost} />
          {say.settings.length.after}
        </span>
      )}
      <button className="button plain" disabled={(hasWords && !text.trim()) || (isLength && !(least <= most))}>{action}</button>
      {children}
    </form>
  );
}

function exampleOf(kind: Kind): string {
  const examples: Partial<Record<Kind, string>> = { ...say.settings.styleExamples, SEPARATOR: ">" };
  return examples[kind] ?? "";
}

function Words({ name, value, onChange }: { name: string; value: number; onChange: (value: number) => void }) {
  return (
    <input type="number" className="input blank" aria-label={name} required min={1} max={MOST_WORDS}
      value={Number.isNaN(value) ? "" : value} onChange={(event) => onChange(event.target.valueAsNumber)} />
  );
}
