import { memo, useId, useState, type SubmitEvent } from "react";
import { send } from "../../api/client";
import { asFailure, type Failure } from "../../api/failures";
import { draftOf, keepDraft } from "../../coach/outbox";
import { DraftDiff } from "../../components/DraftDiff";
import { Icon } from "../../components/Icon";
import { ProblemNote } from "../../components/ProblemNote";
import { Findings } from "../../findings/Findings";
import { useCheck } from "../../findings/useCheck";
import { readinessWords, type ReadinessState } from "../../training/readiness";
import { say } from "../../language/say";
import { ago } from "../../words";
import { DISMISS, UPDATE_PAIR, type PairRow } from "./documents";

interface Props {
  row: PairRow;
  /** How its answer comes out; unknown for a moment. */
  readiness: ReadinessState | undefined;
  mayChange: boolean;
  onChanged: (row: PairRow) => void;
  onRemove: (id: string) => void;
}

export const PairCard = memo(function PairCard({ row, readiness, mayChange, onChanged, onRemove }: Props) {
  const [isEditing, setIsEditing] = useState(false);
  const [problem, setProblem] = useState<Failure | null>(null);
  const findings = row.findings.filter(({ dismissed }) => !dismissed);
  if (isEditing) {
    return (
      <EditPair row={row} onClose={() => setIsEditing(false)}
        onSaved={(saved) => {
          onChanged(saved);
          setIsEditing(false);
        }}
      />
    );
  }

  async function dismiss() {
    try {
      onChanged((await send(DISMISS, { pairId: row.id })).pair);
      setProblem(null);
    } catch (error) {
      setProblem(asFailure(error));
    }
  }

  return (
    <article className="card pair">
      <p className="row small">
        <span className="chip">{say.shared.categories[row.category]}</span>
        <span className="chip">{say.shared.difficulties[row.difficulty]}</span>
        {row.split === "HOLDOUT" && <span className="chip" title={say.pairs.heldOutMeans}>{say.pairs.heldOut}</span>}
        {readiness && (
          <span className={readiness === "LEFT_OUT" ? "chip bad" : "chip"} title={readinessWords(readiness).meaning}>
            {readinessWords(readiness).name}
          </span>
        )}
        <span className="muted grow pair-context">{row.context}</span>
        <span className="muted">{ago(row.changedAt)}</span>
      </p>
      <p className="pair-query">{row.query}</p>
      <p className="pair-response">{row.response}</p>
      <DraftDiff changes={row.draftDiff} />
      {row.isLeftOut && <p className="small pair-left-out">{say.pairs.leftOut}</p>}
      <Findings findings={findings} />
      <ProblemNote of={problem} className="small" />
      {mayChange && <p className="row pair-actions">
        <button type="button" className="button quiet slim" onClick={() => setIsEditing(true)}
          aria-label={`${say.pairs.edit}: ${row.query}`}><Icon name="pen" /> {say.pairs.edit}</button>
        <button type="button" className="button quiet slim" onClick={() => onRemove(row.id)}
          aria-label={`${say.pairs.delete}: ${row.query}`}><Icon name="bin" /> {say.pairs.delete}</button>
        {findings.length > 0 && (
          <button type="button" className="button quiet slim" onClick={() => void dismiss()}
            aria-label={`${say.pairs.isRight}: ${row.query}`}><Icon name="check" /> {say.pairs.isRight}</button>
        )}
      </p>}
    </article>
  );
});

function EditPair({ row, onSaved, onClose }: { row: PairRow; onSaved: (row: PairRow) => void; onClose: () => void }) {
  const [query, setQuery] = useState(() => draftOf(`${row.id}.query`) || row.query);
  const [response, setResponse] = useState(() => draftOf(`${row.id}.response`) || row.response);
  const [state, setState] = useState<{ busy: boolean; problem: Failure | null }>({ busy: false, problem: null });
  const id = useId();
  const findings = useCheck({ agentId: row.agent.id, query: query.trim(), pairId: row.id }, response);

  function write(name: "query" | "response", text: string) {
    (name === "query" ? setQuery : setResponse)(text);
    keepDraft(`${row.id}.${name}`, text);
  }

  function close() {
    keepDraft(`${row.id}.query`, "");
    keepDraft(`${row.id}.response`, "");
    onClose();
  }

  async function save(event: SubmitEvent) {
    event.preventDefault();
    setState({ busy: true, problem: null });
    try {
      const { pair } = await send(UPDATE_PAIR, { input: { pairId: row.id, query: query.trim(), response: response.trim() } });
      close();
      onSaved(pair);
    } catch (error) {
      setState({ busy: false, problem: asFailure(error) });
    }
  }

  return (
    <form className="card stack" onSubmit={(event) => void save(event)}>
      <div className="field">
        <label htmlFor={`${id}-q`}>{say.pairs.customerAsks}</label>
        <textarea id={`${id}-q`} className="input" rows={2} required maxLength={2000} value={query}
          onChange={(event) => write("query", event.target.value)} />
      </div>
      <div className="field">
        <label htmlFor={`${id}-r`}>{say.coach.idealResponse}</label>
        <textarea id={`${id}-r`} className="input" rows={5} required maxLength={4000} value={response} autoFocus
          onChange={(event) => write("response", event.target.value)} />
      </div>
      <Findings findings={findings} />
      <ProblemNote of={state.problem} />
      <div className="row">
        <button className="button primary" disabled={state.busy || !query.trim() || !response.trim()}>{say.pairs.save}</button>
        <button type="button" className="button quiet" onClick={close}>{say.pairs.keep}</button>
      </div>
    </form>
  );
}
