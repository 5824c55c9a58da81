import { useState } from "react";
import { send } from "../api/client";
import { SavingHead } from "../components/SavingHead";
import { useAttempt } from "../components/useAttempt";
import { say } from "../language/say";
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
  const [saving, save] = useAttempt();
  if (!models) return null;
  const titleOf = (id: string) => models.find((model) => model.id === id)?.title ?? id;

  function move() {
    void save(async () => {
      await send(MOVE, { input: { agentId: agent.id, baseModel: chosen } });
      onMoved();
    });
  }

  return (
    <section className="card stack" aria-labelledby="base-model">
      <SavingHead id="base-model" title={say.models.title} saving={saving} />
      <p>{say.models.trainedFrom(titleOf(agent.baseModel))}</p>
      {agent.baseModelNotice && <p className="muted small" lang="en">{agent.baseModelNotice}</p>}
      <StarterNote models={models} />
      <details className="stack-details">
        <summary>{say.models.another}</summary>
        <div className="stack">
          <BaseModelChoice models={models} value={chosen} onChange={setChosen} legend={say.models.learnsOn} />
          {chosen !== agent.baseModel && (
            <p className="small">{say.models.moving(titleOf(chosen))}</p>
          )}
          <div className="row">
            <button type="button" className="button plain" disabled={chosen === agent.baseModel || saving.busy}
              onClick={move}>
              {say.models.move}
            </button>
          </div>
        </div>
      </details>
    </section>
  );
}
