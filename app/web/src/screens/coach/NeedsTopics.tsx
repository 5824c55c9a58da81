import { useState } from "react";
import { asFailure } from "../../api/failures";
import { useDraft } from "../../coach/useDraft";
import { changeTopics } from "../../topics/documents";
import { unchanged, withNames } from "../../topics/list";
import { NameInput } from "../../topics/NameInput";
import { CustomerAvatar } from "./ExchangeView";

export const NOTHING_TO_ASK = "I have asked everything I know about your topics. What else do your customers write about?";

interface Props {
  agentId: string;
  onAdded: () => void;
}

/** In place of a question that nobody can write before the agent has another topic; with one it comes by itself. */
export function NeedsTopics({ agentId, onAdded }: Props) {
  const [typed, setTyped] = useDraft(`topics.needed.${agentId}`);
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });

  async function add(names: string[]) {
    setState({ busy: true, problem: null });
    try {
      await changeTopics(agentId, (all) => withNames(unchanged(all), names));
      setTyped("");
      setState({ busy: false, problem: null });
      onAdded();
    } catch (error) {
      setState({ busy: false, problem: asFailure(error).message });
    }
  }

  return (
    <div className="bubble-row">
      <CustomerAvatar />
      <div className="card needs-topics">
        <NameInput label={NOTHING_TO_ASK} hint="Several with commas between them, such as: gift cards, delivery times." action="Add"
          value={typed} problem={state.problem} busy={state.busy} onChange={setTyped} onAdd={(names) => void add(names)} />
      </div>
    </div>
  );
}
