import { useId, useRef, useState, type SubmitEvent } from "react";
import { send } from "../../api/client";
import { graphql } from "../../api/graphql";
import { BaseModelChoice, StarterNote } from "../../basemodels/BaseModelChoice";
import type { BaseModel } from "../../basemodels/documents";
import { useBaseModels } from "../../basemodels/useBaseModels";
import { draftOf, keepDraft } from "../../coach/outbox";
import { FieldNote, noted } from "../../components/FieldNote";
import { Icon } from "../../components/Icon";
import { ProblemNote } from "../../components/ProblemNote";
import { useAttempt } from "../../components/useAttempt";
import { say } from "../../language/say";
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
      ... on InvalidInput {
        problems {
          field
          message
        }
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
/** Of them, those that the server may refuse beside their inputs; house rules are a part of the system prompt. */
const SHOWN = ["name", "description"];
type Values = Record<(typeof FIELDS)[number], string>;

function drafts(): Values {
  return Object.fromEntries(FIELDS.map((field) => [field, draftOf(`agent.${field}`)])) as Values;
}

export function NewAgent() {
  const [values, setValues] = useState(drafts);
  const [state, attempt] = useAttempt();
  // Kept when only its house rules could not be saved: trying again must not make a second agent.
  const made = useRef<Made | null>(null);
  const id = useId();
  const models = useBaseModels();
  const rest = state.problem?.besides(SHOWN);

  function set(field: keyof Values, value: string) {
    setValues((now) => ({ ...now, [field]: value }));
    keepDraft(`agent.${field}`, value);
  }

  function create(event: SubmitEvent) {
    event.preventDefault();
    void attempt(async () => {
      const model = models ? chosenOf(models, values.model) : "";
      const isDefault = models?.find(({ isDefault }) => isDefault)?.id === model;
      made.current ??= await createAgent({ ...values, model: isDefault ? "" : model });
      await setRules(made.current, values.rules.trim());
      FIELDS.forEach((field) => keepDraft(`agent.${field}`, ""));
      go(pathToTopics(made.current.id));
    });
  }

  return (
    <form className="card stack new-agent" onSubmit={create}>
      <h2>{say.start.newAgent}</h2>
      <div className="field">
        <label htmlFor={`${id}-name`}>{say.start.name}</label>
        <input id={`${id}-name`} className="input" required maxLength={100} autoComplete="off"
          placeholder={say.start.nameExample} value={values.name} onChange={(e) => set("name", e.target.value)}
          {...noted(`${id}-name-wrong`, state.problem, "name")} />
        <FieldNote id={`${id}-name-wrong`} failure={state.problem} field="name" />
      </div>
      <div className="field">
        <label htmlFor={`${id}-about`}>{say.start.about}</label>
        <textarea id={`${id}-about`} className="input" required rows={4} maxLength={4000} value={values.description}
          aria-describedby={`${id}-hint`} onChange={(e) => set("description", e.target.value)}
          placeholder={say.start.aboutExample}
          {...noted(`${id}-about-wrong`, state.problem, "description")} />
        <FieldNote id={`${id}-about-wrong`} failure={state.problem} field="description" />
        <span id={`${id}-hint`} className="hint">{say.start.aboutHint}</span>
      </div>
      <details className="stack-details">
        <summary>{say.start.more}</summary>
        <div className="stack">
          <div className="field">
            <label htmlFor={`${id}-rules`}>{say.start.rules} <span className="muted">{say.start.optional}</span></label>
            <textarea id={`${id}-rules`} className="input" rows={3} maxLength={4000} value={values.rules}
              onChange={(e) => set("rules", e.target.value)}
              placeholder={say.start.rulesExample} />
          </div>
          {models && (
            <BaseModelChoice models={models} value={chosenOf(models, values.model)} legend={say.start.baseModel}
              onChange={(model) => set("model", model)} />
          )}
        </div>
      </details>
      {models && <StarterNote models={models} />}
      <ProblemNote of={state.problem} text={rest} />
      <div className="row">
        <button className="button primary" disabled={state.busy}>
          {state.busy ? say.start.oneMoment : say.start.next} <Icon name="next" />
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
