import { useState } from "react";
import { useQuery } from "urql";
import { asFailure } from "../../api/failures";
import { Icon } from "../../components/Icon";
import { HOUSE_STYLE, saveStyle, type StyleRule } from "./houseStyle";
import { StyleRuleForm } from "./StyleRuleForm";

type Changes = Omit<Parameters<typeof saveStyle>[0], "agentId">;
/** False when it was refused: what was typed has to stay. */
type Save = (changes: Changes) => Promise<boolean>;

/** How answers are written here: learned from the pairs, switched off, changed or added to by people. */
export function HouseStyle({ agentId }: { agentId: string }) {
  const [{ data }] = useQuery({ query: HOUSE_STYLE, variables: { agentId } });
  const [problem, setProblem] = useState<string | null>(null);
  if (!data) return null;
  const rules = data.agent.houseStyle;

  async function save(changes: Changes) {
    try {
      await saveStyle({ agentId, ...changes });
      setProblem(null);
      return true;
    } catch (error) {
      setProblem(asFailure(error).message);
      return false;
    }
  }

  return (
    <section className="card stack" aria-labelledby="style">
      <h2 id="style">House style</h2>
      <p className="muted">What your answers have in common. An answer that differs is marked while you type it.</p>
      {problem && <p className="problem" role="alert">{problem}</p>}
      {rules.length === 0 && <p className="muted small">Learned after six answers; you can add a rule now.</p>}
      <ul className="rules">
        {rules.map((rule) => <RuleRow key={rule.id} rule={rule} onSave={save} />)}
      </ul>
      <StyleRuleForm action="Add rule" onSave={(rule) => save({ add: [rule] })} />
    </section>
  );
}

function RuleRow({ rule, onSave }: { rule: StyleRule; onSave: Save }) {
  const [isEditing, setIsEditing] = useState(false);
  const { id, sentence, isOn, isOwn } = rule;
  // A length of one's own takes the place of the learned one; other learned rules are switched off.
  const canEdit = isOwn ? rule.kind !== "LIST" : rule.kind === "LENGTH";
  if (isEditing) {
    return (
      <li>
        <StyleRuleForm rule={rule} action="Save"
          onSave={async (changed) => {
            const isSaved = await onSave({ remove: isOwn ? [id] : [], add: [changed] });
            if (isSaved) setIsEditing(false);
            return isSaved;
          }}>
          <button type="button" className="button quiet" onClick={() => setIsEditing(false)}>Keep it as it was</button>
        </StyleRuleForm>
      </li>
    );
  }
  return (
    <li className="row">
      <label className="row grow">
        <input type="checkbox" role="switch" className="switch" checked={isOn}
          onChange={() => void onSave(isOn ? { switchOff: [id] } : { switchOn: [id] })} />
        <span className="grow">
          {sentence} <span className="muted small">{isOwn ? "(yours)" : `(${rule.support} of ${rule.of} answers)`}</span>
        </span>
      </label>
      {canEdit && (
        <button type="button" className="button quiet slim" aria-label={`Edit: ${sentence}`} onClick={() => setIsEditing(true)}>
          <Icon name="pen" />
        </button>
      )}
      {isOwn && (
        <button type="button" className="button quiet slim" aria-label={`Delete: ${sentence}`}
          onClick={() => void onSave({ remove: [id] })}>
          <Icon name="bin" />
        </button>
      )}
    </li>
  );
}
