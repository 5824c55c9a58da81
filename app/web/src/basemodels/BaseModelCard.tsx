import { useState } from "react";
import { send } from "../api/client";
import { asFailure } from "../api/failures";
import { SavingHead } from "../screens/settings/SavingHead";
import type { Saving } from "../screens/settings/useAutoTraining";
import { BaseModelChoice, StarterNote } from "./BaseModelChoice";
import { MOVE } from "./documents";
import { useBaseModels } from "./useBaseModels";

interface Props {
  agent: { id: string; baseModel: string; baseModelNotice: string | null };
  onMoved: () => void;
}

/** What the agent's next version is trained from, and moving it to another base model. */
export function BaseModelCard({ agent, onMoved }: Props) {
  const models = useBaseModels();
  const [chosen, setChosen] = useState(agent.baseModel);
  const [saving, setSaving] = useState<Saving>("idle");
  if (!models) return null;
  const titleOf = (id: string) => models.find((model) => model.id === id)?.title ?? id;

  async function move() {
    setSaving("saving");
    try {
      await send(MOVE, { input: { agentId: agent.id, baseModel: chosen } });
      setSaving("saved");
      onMoved();
    } catch (error) {
      setSaving({ problem: asFailure(error).message });
    }
  }

  return (
    <section className="card stack" aria-labelledby="base-model">
      <SavingHead id="base-model" title="Base model" saving={saving} />
      <p>It is trained from {titleOf(agent.baseModel)}.</p>
      {agent.baseModelNotice && <p className="muted small">{agent.baseModelNotice}</p>}
      <StarterNote models={models} />
      <details className="stack-details">
        <summary>Choose another base model</summary>
        <div className="stack">
          <BaseModelChoice models={models} value={chosen} onChange={setChosen} legend="It learns on" />
          {chosen !== agent.baseModel && (
            <p className="small">
              Its pairs stay, and the next training starts anew with all of them. What is live goes on answering until a
              version of {titleOf(chosen)} is better.
            </p>
          )}
          <div className="row">
            <button type="button" className="button plain" disabled={chosen === agent.baseModel || saving === "saving"}
              onClick={() => void move()}>
              Move to this base model
            </button>
          </div>
        </div>
      </details>
    </section>
  );
}
