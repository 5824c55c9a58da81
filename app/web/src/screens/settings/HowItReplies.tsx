import { useId, useState, type SubmitEvent } from "react";
import { useQuery } from "../../api/useQuery";
import { LoadProblem } from "../../components/Problem";
import { SavingHead } from "../../components/SavingHead";
import { useAttempt } from "../../components/useAttempt";
import { say } from "../../language/say";
import { HOW_IT_REPLIES, saveReplying, type Replying } from "./replying";

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
  const [saving, attempt] = useAttempt();
  const id = useId();

  const save = (changes: Parameters<typeof saveReplying>[1]) =>
    attempt(async () => {
      const now = await saveReplying(loaded.id, changes);
      setIsFree(now.writesFreely);
      if (changes.unsureSentence !== undefined) setSentence(now.unsureSentence);
    });

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
      <SavingHead id="replies" title={say.settings.howItReplies} saving={saving} />
      <fieldset className="stack choices">
        <legend className="hidden">{say.settings.maySay}</legend>
        <label className="choice">
          <input type="radio" name={`${id}-basis`} checked={!isFree} onChange={() => void choose(false)} />
          <span>
            {say.settings.sourced}
            <span className="hint-line">{say.settings.sourcedHint}</span>
          </span>
        </label>
        <label className="choice">
          <input type="radio" name={`${id}-basis`} checked={isFree} onChange={() => void choose(true)} />
          <span>
            {say.settings.free}
            <span className="hint-line">{say.settings.freeHint}</span>
          </span>
        </label>
      </fieldset>
      <form className="stack" onSubmit={submit}>
        <div className="field">
          <label htmlFor={`${id}-unsure`}>{say.settings.unsure}</label>
          <textarea id={`${id}-unsure`} className="input" rows={2} maxLength={MOST_CHARACTERS} value={sentence}
            onChange={(event) => setSentence(event.target.value)} />
          <span className="hint">{say.settings.unsureHint}</span>
        </div>
        <div className="row">
          <button className="button plain" disabled={saving.busy || !sentence.trim()}>{say.settings.saveSentence}</button>
          <button type="button" className="button quiet" disabled={saving.busy} onClick={() => void save({ unsureSentence: "" })}>
            {say.settings.takeDefault}
          </button>
        </div>
      </form>
    </section>
  );
}
