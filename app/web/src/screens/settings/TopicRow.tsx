import { useState } from "react";
import { Icon } from "../../components/Icon";
import { ProblemNote } from "../../components/ProblemNote";
import { useAttempt } from "../../components/useAttempt";
import type { Topic, TopicInput } from "../../topics/documents";
import { frequencies, frequencyOf, usageOf } from "../../topics/words";
import { say } from "../../language/say";
import { TopicForm } from "./TopicForm";

interface Props {
  topic: Topic;
  /** Both throw Failure. */
  onChange: (change: Partial<TopicInput>) => Promise<void>;
  onDelete: () => Promise<void>;
}

/** One topic in two lines; opened, a form. What is refused is said here. */
export function TopicRow({ topic, onChange, onDelete }: Props) {
  const [isEditing, setIsEditing] = useState(false);
  const [{ problem }, attempt] = useAttempt();
  const { name, isOn } = topic;

  if (isEditing) {
    return (
      <li>
        <TopicForm topic={topic} onSave={onChange} onClose={() => setIsEditing(false)} />
      </li>
    );
  }
  return (
    <li className="topic">
      <div className="row">
        <label className="row grow">
          <input type="checkbox" role="switch" className="switch" checked={isOn} onChange={() => void attempt(() => onChange({ isOn: !isOn }))} />
          <span className="grow">
            <span className={isOn ? "" : "muted"}>{name}</span>
            <span className="hint-line number">{about(topic).join(" · ")}</span>
          </span>
        </label>
        <button type="button" className="button quiet slim" aria-label={say.topics.edit(name)} onClick={() => setIsEditing(true)}>
          <Icon name="pen" />
        </button>
        <button type="button" className="button quiet slim" aria-label={say.topics.delete(name)} onClick={() => void attempt(onDelete)}>
          <Icon name="bin" />
        </button>
      </div>
      <ProblemNote of={problem} />
    </li>
  );
}

function about(topic: Topic): string[] {
  const { category, weight, source, questions } = topic;
  const often = frequencies().find(([one]) => one === frequencyOf(weight));
  return [
    say.shared.categories[category],
    ...(often && often[0] !== 1 ? [often[1]] : []),
    say.topics.sources[source],
    ...(questions.length > 0 ? [say.topics.exampleCount(questions.length)] : []),
    ...usageOf(topic),
  ];
}
