import { useState, type SubmitEvent } from "react";
import { useQuery } from "urql";
import { asFailure } from "../../api/failures";
import { Icon } from "../../components/Icon";
import { LoadProblem } from "../../components/Problem";
import { changeRules, CUSTOMERS, saveRate, type Rule } from "./guide";

const ORIGINS: Record<Rule["origin"], string> = {
  SKIP: "learned from what you skipped",
  PERSON: "yours",
  MODEL: "concluded by the model",
};
/** Rules whose `value` is a text of their own. */
const WRITTEN: ReadonlySet<Rule["kind"]> = new Set(["WRITE", "AVOID_TOPIC", "NOT_LIKE"]);
const RATES: [number, string][] = [[0, "never"], [0.1, "after every tenth answer"], [0.2, "after every fifth answer"],
  [0.33, "after every third answer"], [0.5, "after every second answer"], [1, "after every answer"]];

/** What the customers of this agent are like: learned from skipped questions, and edited here. */
export function RealismGuide({ agentId }: { agentId: string }) {
  const [{ data, error }, reload] = useQuery({ query: CUSTOMERS, variables: { agentId } });
  const [problem, setProblem] = useState<string | null>(null);
  if (error && !data) return <LoadProblem error={error} retry={() => reload({ requestPolicy: "network-only" })} />;
  if (!data) return null;
  const { realismGuide: rules, followUpRate, realism } = data.agent;

  /** False when it was refused: what was typed has to stay. */
  async function run(save: Promise<void>): Promise<boolean> {
    try {
      await save;
      setProblem(null);
      return true;
    } catch (failure) {
      setProblem(asFailure(failure).message);
      return false;
    }
  }

  const closest = RATES.reduce((best, one) => (Math.abs(one[0] - followUpRate) < Math.abs(best[0] - followUpRate) ? one : best));
  return (
    <section className="card stack" aria-labelledby="customers">
      <h2 id="customers">Its customers</h2>
      <p className="muted">Skip a question as “not realistic”, and the next ones differ. What was learned by that stands here.</p>
      {realism && <p>{[`Realism ${realism.score} of 100.`, ...realism.sentences].join(" ")}</p>}
      {problem && <p className="problem" role="alert">{problem}</p>}
      {rules.length === 0 && <p className="muted small">Nothing learned yet.</p>}
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
        A customer reacts to your answer
        <select className="input" value={closest[0]} onChange={(event) => void run(saveRate(agentId, Number(event.target.value)))}>
          {RATES.map(([rate, words]) => <option key={rate} value={rate}>{words}</option>)}
        </select>
        if a reaction fits it.
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
          <textarea className="input" aria-label={`Change: ${rule.text}`} rows={2} maxLength={600} autoFocus value={value}
            onChange={(event) => setValue(event.target.value)} />
          <div className="row">
            <button className="button plain slim" disabled={!value.trim()}>Save</button>
            <button type="button" className="button quiet slim" onClick={() => setValue(null)}>Keep it as it was</button>
          </div>
        </form>
      </li>
    );
  }
  return (
    <li className="row">
      <span className="grow">{rule.text} <span className="muted small">({ORIGINS[rule.origin]})</span></span>
      {WRITTEN.has(rule.kind) && (
        <button type="button" className="button quiet slim" aria-label={`Edit: ${rule.text}`} onClick={() => setValue(rule.value)}>
          <Icon name="pen" />
        </button>
      )}
      <button type="button" className="button quiet slim" aria-label={`Delete: ${rule.text}`} onClick={onDelete}>
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
      <select className="input" aria-label="Kind of rule" value={kind} onChange={(event) => setKind(event.target.value as Rule["kind"])}>
        <option value="WRITE">Customers are like this:</option>
        <option value="AVOID_TOPIC">Nobody asks about:</option>
        <option value="NOT_LIKE">Nobody would write:</option>
      </select>
      <input className="input grow rule-words" aria-label="The rule" maxLength={600} value={value}
        placeholder={kind === "WRITE" ? "They write from their phones, in a hurry." : ""}
        onChange={(event) => setValue(event.target.value)} />
      <button className="button plain" disabled={!value.trim()}>Add</button>
    </form>
  );
}
