import { say } from "../language/say";
import type { BaseModel } from "./documents";
import { factsOf, fetchedOf, noteOf } from "./words";
import "./basemodels.css";

interface Props {
  models: BaseModel[];
  /** The id that is chosen. */
  value: string;
  onChange: (id: string) => void;
  legend: string;
}

/** What an agent can be trained from: what fits can be chosen, what does not is listed. */
export function BaseModelChoice({ models, value, onChange, legend }: Props) {
  const able = models.filter((model) => model.id === value || (model.fit !== "NO" && model.state !== "GONE"));
  const tooLarge = models.filter((model) => !able.includes(model) && model.fit === "NO");
  const chosen = models.find((model) => model.id === value);
  return (
    <div className="stack">
      <fieldset className="base-models">
        <legend className="label">{legend}</legend>
        <div className="base-models-scroll">
          {able.map((model) => (
            <label className="base-model" key={model.id}>
              <input type="radio" name="base-model" checked={model.id === value} onChange={() => onChange(model.id)} />
              <span>
                {model.title} <span className="muted small base-model-facts">{factsOf(model)}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {chosen && <BaseModelNote model={chosen} />}
      {tooLarge.length > 0 && (
        <details>
          <summary>{say.models.tooLarge(tooLarge.length)}</summary>
          <ul className="base-models-large">
            {tooLarge.map((model) => (
              <li key={model.id}>
                {model.title} <span className="muted small" lang="en">{model.fitReason}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Of the one that is chosen: what it lacks, and how far it was fetched. */
function BaseModelNote({ model }: { model: BaseModel }) {
  const share = fetchedOf(model);
  const note = noteOf(model);
  if (!note && share === null) return null;
  return (
    <div className="base-model-note" role="status">
      {note && <p className="small">{note}</p>}
      {share !== null && <progress value={share} aria-label={say.models.fetching(model.title)} />}
    </div>
  );
}

/** Said wherever the default is no more than the starter. */
export function StarterNote({ models }: { models: BaseModel[] }) {
  const starter = models.find((model) => model.isDefault && model.isStarter);
  if (!starter?.notice) return null;
  return <p className="muted small">{say.models.starter(starter.title, starter.notice)}</p>;
}
