import { useState, type ReactNode, type SubmitEvent } from "react";
import type { OwnRule, StyleRule } from "./houseStyle";

type Kind = StyleRule["kind"];

const KINDS: [kind: Kind, words: string, example: string][] = [
  ["OPENING", "An answer begins with", "Thanks for writing"],
  ["CLOSING", "Its last sentence begins with", "Next:"],
  ["PHRASE", "An answer contains", "Path:"],
  ["AVOID", "An answer never says", "unfortunately"],
  ["LENGTH", "An answer's length is", ""],
  ["LIST", "An answer has a list", ""],
  ["SEPARATOR", "Steps of a path are joined by", ">"],
];
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
      <select className="input" aria-label="Kind of style rule" value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
        {KINDS.map(([key, words]) => <option key={key} value={key}>{words}</option>)}
      </select>
      {hasWords && (
        <input className="input grow rule-words" aria-label="Its words" maxLength={100} value={text}
          placeholder={KINDS.find(([key]) => key === kind)?.[2]} onChange={(event) => setText(event.target.value)} />
      )}
      {isLength && (
        <span className="style-words">
          <Words name="Fewest words" value={least} onChange={setLeast} />
          to
          <Words name="Most words" value={most} onChange={setMost} />
          words
        </span>
      )}
      <button className="button plain" disabled={(hasWords && !text.trim()) || (isLength && !(least <= most))}>{action}</button>
      {children}
    </form>
  );
}

function Words({ name, value, onChange }: { name: string; value: number; onChange: (value: number) => void }) {
  return (
    <input type="number" className="input blank" aria-label={name} required min={1} max={MOST_WORDS}
      value={Number.isNaN(value) ? "" : value} onChange={(event) => onChange(event.target.valueAsNumber)} />
  );
}
