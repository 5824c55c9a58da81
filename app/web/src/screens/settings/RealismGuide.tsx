import { useState, type SubmitEvent } from "react";
import { useQuery } from "urql";
import { asFailure } from "../../api/failures";
import { Icon } from "../../components/Icon";
import { LoadProblem } from "../../components/Problem";
import { CUSTOMERS, inputOf, saveRate, saveRules, type Rule } from "./guide";

const ORIGINS: Record<Rule["origin"], string> = {
  SKIP: "learned from what you skipped",
  PERSON: "yours",
  MODEL: "concluded by the model",
};
const RATES: [number, string][] = [[0, "never"], [0.1, "after every tenth answer"], [0.2, "after every fifth answer"],
  [0.33, "after every third answer"], [0.5, "after every second answer"], [1, "after every answer"]];

/** What the customers of this agent are like: learned from skipped questions, and edited here. */
export function RealismGuide({ agentId }: { agentId: string }) {
  const [{ data, error }, reload] = useQuery({ query: CUSTOMERS, variables: { agentId } });
  const [problem, setProblem] = useState<string | null>(null);
  if (error && !data) return <LoadProblem error={error} retry={() => reload({ requestPolicy: "network-only" })} />;
  if (!data) return null;
  const { realismGuide: rules, followUpRate } = data.agent;

  async function run(save: Promise<void>) {
    try {
      await save;
      setProblem(null);
    } catch (failure) {
      setProblem(asFailure(failure).message);
    }
  }

  const closest = RATES.reduce((best, one) => (Math.abs(one[0] - followUpRate) < Math.abs(best[0] - followUpRate) ? one : best));
  return (
    <section className="card stack" aria-labelledby="customers">
      <h2 id="customers">Its customers</h2>
      <p className="muted">Skip a question as “not realistic”, and the next ones differ. What was learned by that stands here.</p>
      {problem && <p className="problem" role="alert">{problem}</p>}
      {rules.length === 0 && <p className="muted small">Nothing learned yet.</p>}
      <ul className="rules">
        {rules.map((rule) => (
          <li key={rule.id} className="row">
            <span className="grow">{rule.text} <span className="muted small">({ORIGINS[rule.origin]})</span></span>
            <button type="button" className="button quiet slim" aria-label={`Delete: ${rule.text}`}
              onClick={() => void run(saveRules(agentId, rules.filter(({ id }) => id !== rule.id).map(inputOf)))}>
              <Icon name="bin" />
            </button>
          </li>
        ))}
      </ul>
      <AddRule onAdd={(kind, value) => run(saveRules(agentId, [...rules.map(inputOf), { kind, value }]))} />
      <label className="sentence">
        A customer reacts to your answer
        <select className="input" value={closest[0]} onChange={(event) => void run(saveRate(agentId, Number(event.target.value)))}>
          {RATES.map(([rate, words]) => <option key={rate} value={rate}>{words}</option>)}
        </select>
      </label>
    </section>
  );
}

function AddRule({ onAdd }: { onAdd: (kind: Rule["kind"], value: string) => Promise<void> }) {
  const [kind, setKind] = useState<Rule["kind"]>("WRITE");
  const [value, setValue] = useState("");
  async function add(event: SubmitEvent) {
    event.preventDefault();
    await onAdd(kind, value.trim());
    setValue("");
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
