import { useId, useRef, useState, type SubmitEvent } from "react";
import { send } from "../../api/client";
import { asFailure } from "../../api/failures";
import { graphql } from "../../api/graphql";
import { BaseModelChoice, StarterNote } from "../../basemodels/BaseModelChoice";
import type { BaseModel } from "../../basemodels/documents";
import { useBaseModels } from "../../basemodels/useBaseModels";
import { draftOf, keepDraft } from "../../coach/outbox";
import { Icon } from "../../components/Icon";
import { go, pathToTopics } from "../../route";

const CREATE = graphql(`
  mutation CreateAgent($input: CreateAgentInput!) {
    createAgent(input: $input) {
      __typename
      ... on AgentCreated {
        agent {
          id
          systemPrompt
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

const SET_PROMPT = graphql(`
  mutation SetHouseRules($input: UpdateAgentInput!) {
    updateAgent(input: $input) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

const FIELDS = ["name", "description", "rules", "model"] as const;
type Values = Record<(typeof FIELDS)[number], string>;

function drafts(): Values {
  return Object.fromEntries(FIELDS.map((field) => [field, draftOf(`agent.${field}`)])) as Values;
}

export function NewAgent() {
  const [values, setValues] = useState(drafts);
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  // Kept when only its house rules could not be saved: trying again must not make a second agent.
  const made = useRef<Made | null>(null);
  const id = useId();
  const models = useBaseModels();

  function set(field: keyof Values, value: string) {
    setValues((now) => ({ ...now, [field]: value }));
    keepDraft(`agent.${field}`, value);
  }

  async function create(event: SubmitEvent) {
    event.preventDefault();
    setState({ busy: true, problem: null });
    try {
      const model = models ? chosenOf(models, values.model) : "";
      const isDefault = models?.find(({ isDefault }) => isDefault)?.id === model;
      made.current ??= await createAgent({ ...values, model: isDefault ? "" : model });
      await setRules(made.current, values.rules.trim());
      FIELDS.forEach((field) => keepDraft(`agent.${field}`, ""));
      go(pathToTopics(made.current.id));
    } catch (error) {
      setState({ busy: false, problem: asFailure(error).message });
    }
  }

  return (
    <form className="card stack new-agent" onSubmit={(event) => void create(event)}>
      <h2>A new agent</h2>
      <div className="field">
        <label htmlFor={`${id}-name`}>What is the agent called?</label>
        <input id={`${id}-name`} className="input" required maxLength={100} autoComplete="off"
          placeholder="Brightdesk support" value={values.name} onChange={(e) => set("name", e.target.value)} />
      </div>
      <div className="field">
        <label htmlFor={`${id}-about`}>What does your company do, and this agent?</label>
        <textarea id={`${id}-about`} className="input" required rows={4} maxLength={4000} value={values.description}
          aria-describedby={`${id}-hint`} onChange={(e) => set("description", e.target.value)}
          placeholder="Brightdesk is a help desk for small shops. The agent answers questions about plans, setup and billing." />
        <span id={`${id}-hint`} className="hint">Two sentences are enough. Your practice customers are made from them.</span>
      </div>
      <details className="stack-details">
        <summary>More: house rules, base model</summary>
        <div className="stack">
          <div className="field">
            <label htmlFor={`${id}-rules`}>House rules <span className="muted">(optional)</span></label>
            <textarea id={`${id}-rules`} className="input" rows={3} maxLength={4000} value={values.rules}
              onChange={(e) => set("rules", e.target.value)}
              placeholder="Answer in one direct sentence first. Never promise a refund." />
          </div>
          {models && (
            <BaseModelChoice models={models} value={chosenOf(models, values.model)} legend="Base model"
              onChange={(model) => set("model", model)} />
          )}
        </div>
      </details>
      {models && <StarterNote models={models} />}
      {state.problem && <p className="problem" role="alert">{state.problem}</p>}
      <div className="row">
        <button className="button primary" disabled={state.busy}>
          {state.busy ? "One moment…" : "Next"} <Icon name="next" />
        </button>
      </div>
    </form>
  );
}

/** What was chosen before may be gone or too large by now. */
function chosenOf(models: BaseModel[], wanted: string): string {
  const able = models.find((model) => model.id === wanted && model.fit !== "NO" && model.state !== "GONE");
  return (able ?? models.find((model) => model.isDefault))?.id ?? "";
}

type Made = { id: string; systemPrompt: string };

async function createAgent({ name, description, model }: Values): Promise<Made> {
  const input = { name: name.trim(), description: description.trim(), baseModel: model || null };
  return (await send(CREATE, { input })).agent;
}

/** House rules follow the prompt that the server writes from name and description. */
async function setRules({ id: agentId, systemPrompt }: Made, rules: string): Promise<void> {
  if (rules) await send(SET_PROMPT, { input: { agentId, systemPrompt: `${systemPrompt}\n\nHouse rules:\n${rules}` } });
}
