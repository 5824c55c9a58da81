import { useState, type SubmitEvent } from "react";
import { useQuery } from "urql";
import { asFailure } from "../../api/failures";
import { Icon } from "../../components/Icon";
import { HOUSE_STYLE, ownRules, saveStyle, type OwnRule, type StyleRule } from "./houseStyle";

const KINDS: [kind: StyleRule["kind"], words: string, example: string][] = [
  ["OPENING", "An answer begins with", "Thanks for writing"],
  ["CLOSING", "Its last sentence begins with", "Next:"],
  ["PHRASE", "An answer contains", "Path:"],
  ["AVOID", "An answer never says", "unfortunately"],
];

/** How answers are written here: learned from the pairs, switched off or added to by people. */
export function HouseStyle({ agentId }: { agentId: string }) {
  const [{ data }] = useQuery({ query: HOUSE_STYLE, variables: { agentId } });
  const [problem, setProblem] = useState<string | null>(null);
  if (!data) return null;
  const rules = data.agent.houseStyle;

  async function save(changes: { off?: string[]; own?: OwnRule[] }) {
    try {
      await saveStyle({ agentId, ...changes });
      setProblem(null);
    } catch (error) {
      setProblem(asFailure(error).message);
    }
  }

  function toggle(rule: StyleRule) {
    const off = rules.filter(({ id, isOn }) => (id === rule.id ? isOn : !isOn)).map(({ id }) => id);
    void save({ off });
  }

  return (
    <section className="card stack" aria-labelledby="style">
      <h2 id="style">House style</h2>
      <p className="muted">What your answers have in common. An answer that differs is marked while you type it.</p>
      {problem && <p className="problem" role="alert">{problem}</p>}
      {rules.length === 0 && <p className="muted small">Learned after six answers; you can add a rule now.</p>}
      <ul className="rules">
        {rules.map((rule) => (
          <li key={rule.id} className="row">
            <label className="row grow">
              <input type="checkbox" role="switch" className="switch" checked={rule.isOn} onChange={() => toggle(rule)} />
              <span className="grow">
                {rule.sentence}{" "}
                <span className="muted small">{rule.isOwn ? "(yours)" : `(${rule.support} of ${rule.of} answers)`}</span>
              </span>
            </label>
            {rule.isOwn && (
              <button type="button" className="button quiet slim" aria-label={`Delete: ${rule.sentence}`}
                onClick={() => void save({ own: ownRules(rules.filter(({ id }) => id !== rule.id)) })}>
                <Icon name="bin" />
              </button>
            )}
          </li>
        ))}
      </ul>
      <AddStyleRule onAdd={(rule) => save({ own: [...ownRules(rules), rule] })} />
    </section>
  );
}

function AddStyleRule({ onAdd }: { onAdd: (rule: OwnRule) => Promise<void> }) {
  const [kind, setKind] = useState<StyleRule["kind"]>("OPENING");
  const [text, setText] = useState("");
  async function add(event: SubmitEvent) {
    event.preventDefault();
    await onAdd({ kind, text: text.trim() });
    setText("");
  }
  return (
    <form className="row" onSubmit={(event) => void add(event)}>
      <select className="input" aria-label="Kind of style rule" value={kind} onChange={(event) => setKind(event.target.value as typeof kind)}>
        {KINDS.map(([key, words]) => <option key={key} value={key}>{words}</option>)}
      </select>
      <input className="input grow rule-words" aria-label="Its words" maxLength={100} value={text} placeholder={KINDS.find(([key]) => key === kind)?.[2]}
        onChange={(event) => setText(event.target.value)} />
      <button className="button plain" disabled={!text.trim()}>Add rule</button>
    </form>
  );
}
