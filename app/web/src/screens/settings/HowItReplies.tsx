import { useId, useState, type SubmitEvent } from "react";
import { useQuery } from "urql";
import { asFailure } from "../../api/failures";
import { LoadProblem } from "../../components/Problem";
import { HOW_IT_REPLIES, saveReplying, type Replying } from "./replying";
import { SavingHead } from "./SavingHead";
import type { Saving } from "./useAutoTraining";

const MOST_CHARACTERS = 1000;

/** What a reply has to stand on, and what the agent says where it stands on nothing. */
export function HowItReplies({ agentId }: { agentId: string }) {
  const [{ data, error }, reload] = useQuery({ query: HOW_IT_REPLIES, variables: { agentId }, requestPolicy: "network-only" });
  if (error && !data) return <LoadProblem error={error} retry={() => reload({ requestPolicy: "network-only" })} />;
  if (!data) return null;
  return <Form loaded={data.agent} />;
}

function Form({ loaded }: { loaded: Replying }) {
  const [isFree, setIsFree] = useState(loaded.writesFreely);
  const [sentence, setSentence] = useState(loaded.unsureSentence);
  const [saving, setSaving] = useState<Saving>("idle");
  const id = useId();

  async function save(changes: Parameters<typeof saveReplying>[1]) {
    setSaving("saving");
    try {
      const now = await saveReplying(loaded.id, changes);
      setIsFree(now.writesFreely);
      if (changes.unsureSentence !== undefined) setSentence(now.unsureSentence);
      setSaving("saved");
    } catch (error) {
      setSaving({ problem: asFailure(error).message });
      return false;
    }
    return true;
  }

  async function choose(writesFreely: boolean) {
    setIsFree(writesFreely);
    if (!(await save({ writesFreely }))) setIsFree(!writesFreely);
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    void save({ unsureSentence: sentence.trim() });
  }

  return (
    <section className="card stack" aria-labelledby="replies">
      <SavingHead id="replies" title="How it replies" saving={saving} />
      <fieldset className="stack choices">
        <legend className="hidden">What it may say</legend>
        <label className="choice">
          <input type="radio" name={`${id}-basis`} checked={!isFree} onChange={() => void choose(false)} />
          <span>
            Only what has a source
            <span className="hint-line">Your answers, your pages and its instructions. Where they say nothing, it says that it does not know.</span>
          </span>
        </label>
        <label className="choice">
          <input type="radio" name={`${id}-basis`} checked={isFree} onChange={() => void choose(true)} />
          <span>
            Its own words, unchecked
            <span className="hint-line">It may state prices, times or rules that nobody taught it.</span>
          </span>
        </label>
      </fieldset>
      <form className="stack" onSubmit={submit}>
        <div className="field">
          <label htmlFor={`${id}-unsure`}>What it says where it does not know</label>
          <textarea id={`${id}-unsure`} className="input" rows={2} maxLength={MOST_CHARACTERS} value={sentence}
            onChange={(event) => setSentence(event.target.value)} />
          <span className="hint">Say who takes over, and how to reach them.</span>
        </div>
        <div className="row">
          <button className="button plain" disabled={saving === "saving" || !sentence.trim()}>Save this sentence</button>
          <button type="button" className="button quiet" disabled={saving === "saving"} onClick={() => void save({ unsureSentence: "" })}>
            Take back the default
          </button>
        </div>
      </form>
    </section>
  );
}
