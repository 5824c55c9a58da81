import { useMay } from "../../access/viewer";
import { useDraft } from "../../coach/useDraft";
import { useAttempt } from "../../components/useAttempt";
import { say } from "../../language/say";
import { changeTopics } from "../../topics/documents";
import { unchanged, withNames } from "../../topics/list";
import { NameInput } from "../../topics/NameInput";
import { CustomerAvatar } from "./Customer";

interface Props {
  agentId: string;
  onAdded: () => void;
}

/** In place of a question that nobody can write before the agent has another topic; with one it comes by itself. */
export function NeedsTopics({ agentId, onAdded }: Props) {
  const mayTeach = useMay("COACH");
  const [typed, setTyped] = useDraft(`topics.needed.${agentId}`);
  const [state, attempt] = useAttempt();

  function add(names: string[]) {
    void attempt(async () => {
      await changeTopics(agentId, (all) => withNames(unchanged(all), names));
      setTyped("");
      onAdded();
    });
  }

  return (
    <div className="bubble-row">
      <CustomerAvatar />
      <div className="card needs-topics">
        {mayTeach ? <NameInput label={say.coach.nothingToAsk} hint={say.coach.severalTopics} action={say.coach.add}
          value={typed} problem={state.problem} busy={state.busy} onChange={setTyped} onAdd={add} /> : <p>{say.coach.nothingToAsk}</p>}
      </div>
    </div>
  );
}
