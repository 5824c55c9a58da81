import { useId, useState, type SubmitEvent } from "react";
import { Lacking } from "../../access/Guarded";
import { useMay } from "../../access/viewer";
import { send } from "../../api/client";
import { graphql } from "../../api/graphql";
import { Confirm } from "../../components/Confirm";
import { FieldNote, noted } from "../../components/FieldNote";
import { ProblemNote } from "../../components/ProblemNote";
import { useAttempt } from "../../components/useAttempt";
import { say } from "../../language/say";
import type { AgentDetails } from "./documents";

const UPDATE = graphql(`
  mutation UpdateAgent($input: UpdateAgentInput!) {
    updateAgent(input: $input) {
      __typename
      ... on AgentUpdated {
        agent {
          id
          name
          description
          systemPrompt
          useExamples
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

const SHOWN = ["name", "description", "systemPrompt"];

interface Props {
  agent: AgentDetails;
  onChange: () => void;
  onDeleted: () => void;
}

export function AgentSettings({ agent, onChange, onDeleted }: Props) {
  const mayDelete = useMay("ADMIN");
  const [values, setValues] = useState({ name: agent.name, description: agent.description, systemPrompt: agent.systemPrompt, useExamples: agent.useExamples });
  const [saving, attempt, forget] = useAttempt();
  const [isDeleting, setIsDeleting] = useState(false);
  const id = useId();
  const { problem: failure } = saving;
  const rest = failure?.besides(SHOWN);

  function set(changes: Partial<typeof values>) {
    setValues((now) => ({ ...now, ...changes }));
    forget();
  }

  function save(event: SubmitEvent) {
    event.preventDefault();
    void attempt(async () => {
      const updated = await send(UPDATE, { input: { agentId: agent.id, ...values } });
      const { name, description, systemPrompt, useExamples } = updated.agent;
      setValues({ name, description, systemPrompt, useExamples });
      onChange();
    });
  }

  return (
    <>
      <form className="card stack" onSubmit={save}>
        <h2>{say.settings.agent}</h2>
        <div className="field">
          <label htmlFor={`${id}-name`}>{say.settings.name}</label>
          <input id={`${id}-name`} className="input" required maxLength={100} value={values.name}
            onChange={(event) => set({ name: event.target.value })} {...noted(`${id}-name-wrong`, failure, "name")} />
          <FieldNote id={`${id}-name-wrong`} failure={failure} field="name" />
          <span className="hint">{say.settings.slug(agent.slug)}</span>
        </div>
        <div className="field">
          <label htmlFor={`${id}-about`}>{say.settings.about}</label>
          <textarea id={`${id}-about`} className="input" required rows={3} maxLength={4000} value={values.description}
            onChange={(event) => set({ description: event.target.value })} {...noted(`${id}-about-wrong`, failure, "description")} />
          <FieldNote id={`${id}-about-wrong`} failure={failure} field="description" />
        </div>
        <div className="field">
          <label htmlFor={`${id}-prompt`}>{say.settings.prompt}</label>
          <textarea id={`${id}-prompt`} className="input" rows={6} maxLength={8000} value={values.systemPrompt}
            onChange={(event) => set({ systemPrompt: event.target.value })} {...noted(`${id}-prompt-wrong`, failure, "systemPrompt")} />
          <FieldNote id={`${id}-prompt-wrong`} failure={failure} field="systemPrompt" />
          <span className="hint">{say.settings.promptHint}</span>
        </div>
        <label className="row">
          <input type="checkbox" role="switch" className="switch" checked={values.useExamples}
            onChange={(event) => set({ useExamples: event.target.checked })} />
          <span className="grow">
            {say.settings.examples}
            <span className="hint-line">{say.settings.examplesHint}</span>
          </span>
        </label>
        <ProblemNote of={failure} text={rest} />
        <div className="row">
          <button className="button primary" disabled={saving.busy}>{say.settings.save}</button>
          <span role="status" className="small muted grow">{saving.isDone && say.settings.saved}</span>
          {mayDelete && (
            <button type="button" className="button danger" onClick={() => setIsDeleting(true)}>{say.settings.deleteAgent}</button>
          )}
        </div>
        <Lacking needs="ADMIN" what={say.settings.mayDelete} />
      </form>
      {isDeleting && (
        <Confirm title={say.settings.deleteTitle(agent.name)} action={say.settings.deleteName(agent.name)} typed={agent.name}
          onClose={() => setIsDeleting(false)} onConfirm={onDeleted}>
          <p>{say.settings.deleteAbout(agent.slug)}</p>
        </Confirm>
      )}
    </>
  );
}
