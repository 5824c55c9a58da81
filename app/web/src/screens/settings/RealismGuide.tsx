import { useState, type SubmitEvent } from "react";
import { useQuery } from "../../api/useQuery";
import { Icon } from "../../components/Icon";
import { LoadProblem } from "../../components/Problem";
import { ProblemNote } from "../../components/ProblemNote";
import { useAttempt } from "../../components/useAttempt";
import { say } from "../../language/say";
import { keysOf } from "../../words";
import { changeRules, CUSTOMERS, saveRate, type Rule } from "../../agent/guide";

/** Rules whose `value` is a text of their own. */
const WRITTEN: ReadonlySet<Rule["kind"]> = new Set(["WRITE", "AVOID_TOPIC", "NOT_LIKE"]);
const RATES: [number, keyof typeof say.settings.rates][] = [[0, "never"], [0.1, "tenth"], [0.2, "fifth"], [0.33, "third"],
  [0.5, "second"], [1, "every"]];

/** What the customers of this agent are like: learned from skipped questions, and edited here. */
export function RealismGuide({ agentId }: { agentId: string }) {
  const [{ data, error }, reload] = useQuery({ query: CUSTOMERS, variables: { agentId } });
  const [{ problem }, attempt] = useAttempt();
  if (error && !data) return <LoadProblem error={error} retry={() => reload({ requestPolicy: "network-only" })} />;
  if (!data) return null;
  const { realismGuide: rules, followUpRate, realism } = data.agent;

  /** False when it was refused: what was typed has to stay. */
  const run = (save: Promise<void>) => attempt(() => save);

  const closest = RATES.reduce((best, one) => (Math.abs(one[0] - followUpRate) < Math.abs(best[0] - followUpRate) ? one : best));
  return (
    <section className="card stack" aria-labelledby="customers">
      <h2 id="customers">{say.settings.customers}</h2>
      <p className="muted">{say.settings.customersAbout}</p>
      {realism && <p>{say.settings.realism(realism.score)} <span lang="en">{realism.sentences.join(" ")}</span></p>}
      <ProblemNote of={problem} />
      {rules.length === 0 && <p className="muted small">{say.settings.nothingLearned}</p>}
      <ul className="rules">
        {rules.map((rule) => (
          <RuleRow key={rule.id} rule={rule}
            onDelete={() => void run(changeRules(agentId, (all) => all.filter(({ id }) => id !== rule.id)))}
            onChange={(value) =>
              run(changeRules(agentId, (all) => all.map((one) => (one.id === rule.id ? { ...one, value, origin: "PERSON" } : one))))
            }
          />
        ))}
      </ul>
      <AddRule onAdd={(kind, value) => run(changeRules(agentId, (all) => [...all, { kind, value }]))} />
      <label className="sentence">
        {say.settings.reacts.before}
        <select className="input" value={closest[0]} onChange={(event) => void run(saveRate(agentId, Number(event.target.value)))}>
          {RATES.map(([rate, words]) => <option key={rate} value={rate}>{say.settings.rates[words]}</option>)}
        </select>
        {say.settings.reacts.after}
      </label>
    </section>
  );
}

interface RowProps {
  rule: Rule;
  onDelete: () => void;
  onChange: (value: string) => Promise<boolean>;
}

function RuleRow({ rule, onDelete, onChange }: RowProps) {
  const [value, setValue] = useState<string | null>(null);
  async function save(event: SubmitEvent) {
    event.preventDefault();
    if (await onChange((value ?? rule.value).trim())) setValue(null);
  }
  if (value !== null) {
    return (
      <li>
        <form className="stack" onSubmit={(event) => void save(event)}
          onKeyDown={(event) => event.key === "Escape" && setValue(null)}>
          <textarea className="input" aria-label={say.settings.change(rule.text)} rows={2} maxLength={600} autoFocus value={value}
            onChange={(event) => setValue(event.target.value)} />
          <div className="row">
            <button className="button plain slim" disabled={!value.trim()}>{say.settings.save}</button>
            <button type="button" className="button quiet slim" onClick={() => setValue(null)}>{say.settings.keep}</button>
          </div>
        </form>
      </li>
    );
  }
  return (
    <li className="row">
      <span className="grow"><span lang="en">{rule.text}</span> <span className="muted small">({say.settings.origins[rule.origin]})</span></span>
      {WRITTEN.has(rule.kind) && (
        <button type="button" className="button quiet slim" aria-label={say.settings.edit(rule.text)} onClick={() => setValue(rule.value)}>
          <Icon name="pen" />
        </button>
      )}
      <button type="button" className="button quiet slim" aria-label={say.settings.delete(rule.text)} onClick={onDelete}>
        <Icon name="bin" />
      </button>
    </li>
  );
}

function AddRule({ onAdd }: { onAdd: (kind: Rule["kind"], value: string) => Promise<boolean> }) {
  const [kind, setKind] = useState<Rule["kind"]>("WRITE");
  const [value, setValue] = useState("");
  async function add(event: SubmitEvent) {
    event.preventDefault();
    if (await onAdd(kind, value.trim())) setValue("");
  }
  return (
    <form className="row" onSubmit={(event) => void add(event)}>
      <select className="input" aria-label={say.settings.ruleKind} value={kind} onChange={(event) => setKind(event.target.value as Rule["kind"])}>
        {keysOf(say.settings.ruleKinds).map((key) => <option key={key} value={key}>{say.settings.ruleKinds[key]}</option>)}
      </select>
      <input className="input grow rule-words" aria-label={say.settings.rule} maxLength={600} value={value}
        placeholder={kind === "WRITE" ? say.settings.ruleExample : ""}
        onChange={(event) => setValue(event.target.value)} />
      <button className="button plain" disabled={!value.trim()}>{say.settings.add}</button>
    </form>
  );
}
