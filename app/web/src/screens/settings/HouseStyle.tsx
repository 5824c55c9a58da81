import { useState } from "react";
import { useQuery } from "../../api/useQuery";
import { Icon } from "../../components/Icon";
import { ProblemNote } from "../../components/ProblemNote";
import { useAttempt } from "../../components/useAttempt";
import { say } from "../../language/say";
import { HOUSE_STYLE, saveStyle, type StyleRule } from "./houseStyle";
import { StyleRuleForm } from "./StyleRuleForm";

type Changes = Omit<Parameters<typeof saveStyle>[0], "agentId">;
/** False when it was refused: what was typed has to stay. */
type Save = (changes: Changes) => Promise<boolean>;

/** How answers are written here: learned from the pairs, switched off, changed or added to by people. */
export function HouseStyle({ agentId }: { agentId: string }) {
  const [{ data }] = useQuery({ query: HOUSE_STYLE, variables: { agentId } });
  const [{ problem }, attempt] = useAttempt();
  if (!data) return null;
  const rules = data.agent.houseStyle;

  const save = (changes: Changes) => attempt(() => saveStyle({ agentId, ...changes }));

  return (
    <section className="card stack" aria-labelledby="style">
      <h2 id="style">{say.settings.style}</h2>
      <p className="muted">{say.settings.styleAbout}</p>
      <ProblemNote of={problem} />
      {rules.length === 0 && <p className="muted small">{say.settings.styleLater}</p>}
      <ul className="rules">
        {rules.map((rule) => <RuleRow key={rule.id} rule={rule} onSave={save} />)}
      </ul>
      <StyleRuleForm action={say.settings.addRule} onSave={(rule) => save({ add: [rule] })} />
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
        <StyleRuleForm rule={rule} action={say.settings.save}
          onSave={async (changed) => {
            const isSaved = await onSave({ remove: isOwn ? [id] : [], add: [changed] });
            if (isSaved) setIsEditing(false);
            return isSaved;
          }}>
          <button type="button" className="button quiet" onClick={() => setIsEditing(false)}>{say.settings.keep}</button>
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
          <span lang="en">{sentence}</span> <span className="muted small">{isOwn ? say.settings.yours : say.settings.ofAnswers(rule.support, rule.of)}</span>
        </span>
      </label>
      {canEdit && (
        <button type="button" className="button quiet slim" aria-label={say.settings.edit(sentence)} onClick={() => setIsEditing(true)}>
          <Icon name="pen" />
        </button>
      )}
      {isOwn && (
        <button type="button" className="button quiet slim" aria-label={say.settings.delete(sentence)}
          onClick={() => void onSave({ remove: [id] })}>
          <Icon name="bin" />
        </button>
      )}
    </li>
  );
}
