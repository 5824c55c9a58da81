import { useId, useState, type SubmitEvent } from "react";
import { send } from "../../api/client";
import { asFailure } from "../../api/failures";
import { graphql } from "../../api/graphql";
import { Confirm } from "../../components/Confirm";
import type { AgentDetails } from "./Settings";
import type { Saving } from "./useAutoTraining";

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
    }
  }
`);

const DELETE = graphql(`
  mutation DeleteAgent($agentId: ID!) {
    deleteAgent(agentId: $agentId) {
      __typename
      ... on AgentDeleted {
        agent {
          id
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

interface Props {
  agent: AgentDetails;
  onChange: () => void;
  onDeleted: () => void;
}

export function AgentSettings({ agent, onChange, onDeleted }: Props) {
  const [values, setValues] = useState({ name: agent.name, description: agent.description, systemPrompt: agent.systemPrompt, useExamples: agent.useExamples });
  const [saving, setSaving] = useState<Saving>("idle");
  const [isDeleting, setIsDeleting] = useState(false);
  const id = useId();

  function set(changes: Partial<typeof values>) {
    setValues((now) => ({ ...now, ...changes }));
    setSaving("idle");
  }

  async function save(event: SubmitEvent) {
    event.preventDefault();
    setSaving("saving");
    try {
      const updated = await send(UPDATE, { input: { agentId: agent.id, ...values } });
      const { name, description, systemPrompt, useExamples } = updated.agent;
      setValues({ name, description, systemPrompt, useExamples });
      setSaving("saved");
      onChange();
    } catch (error) {
      setSaving({ problem: asFailure(error).message });
    }
  }

  return (
    <form className="card stack" onSubmit={(event) => void save(event)}>
      <h2>The agent</h2>
      <div className="field">
        <label htmlFor={`${id}-name`}>Name</label>
        <input id={`${id}-name`} className="input" required maxLength={100} value={values.name}
          onChange={(event) => set({ name: event.target.value })} />
        <span className="hint">OpenAI clients call it {agent.slug}.</span>
      </div>
      <div className="field">
        <label htmlFor={`${id}-about`}>What your company and the agent do</label>
        <textarea id={`${id}-about`} className="input" required rows={3} maxLength={4000} value={values.description}
          onChange={(event) => set({ description: event.target.value })} />
      </div>
      <div className="field">
        <label htmlFor={`${id}-prompt`}>What the agent is told before every conversation</label>
        <textarea id={`${id}-prompt`} className="input" rows={6} maxLength={8000} value={values.systemPrompt}
          onChange={(event) => set({ systemPrompt: event.target.value })} />
        <span className="hint">Empty: written anew from name and description.</span>
      </div>
      <label className="row">
        <input type="checkbox" role="switch" className="switch" checked={values.useExamples}
          onChange={(event) => set({ useExamples: event.target.checked })} />
        <span className="grow">
          Show it your answers to similar questions before it replies
          <span className="hint-line">What you save helps at once, before any training; replies begin a little later.</span>
        </span>
      </label>
      {typeof saving === "object" && <p className="problem" role="alert">{saving.problem}</p>}
      <div className="row">
        <button className="button primary" disabled={saving === "saving"}>Save</button>
        <span role="status" className="small muted grow">{saving === "saved" && "Saved"}</span>
        <button type="button" className="button danger" onClick={() => setIsDeleting(true)}>Delete this agent</button>
      </div>
      {isDeleting && (
        <Confirm title={`Delete ${agent.name}?`} action={`Delete ${agent.name}`} onClose={() => setIsDeleting(false)}
          onConfirm={async () => {
            await send(DELETE, { agentId: agent.id });
            onDeleted();
          }}>
          <p>Its conversations, pairs and versions go out of sight, and {agent.slug} stops answering.</p>
        </Confirm>
      )}
    </form>
  );
}
