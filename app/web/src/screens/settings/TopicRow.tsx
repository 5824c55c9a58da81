import { useState } from "react";
import { asFailure } from "../../api/failures";
import { Icon } from "../../components/Icon";
import type { Topic, TopicInput } from "../../topics/documents";
import { FREQUENCIES, frequencyOf, SOURCES, usageOf } from "../../topics/words";
import { CATEGORIES, count } from "../../words";
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
  const [problem, setProblem] = useState<string | null>(null);
  const { name, isOn } = topic;

  async function run(saving: Promise<void>) {
    try {
      await saving;
      setProblem(null);
    } catch (failure) {
      setProblem(asFailure(failure).message);
    }
  }

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
          <input type="checkbox" role="switch" className="switch" checked={isOn} onChange={() => void run(onChange({ isOn: !isOn }))} />
          <span className="grow">
            <span className={isOn ? "" : "muted"}>{name}</span>
            <span className="hint-line number">{about(topic).join(" · ")}</span>
          </span>
        </label>
        <button type="button" className="button quiet slim" aria-label={`Edit: ${name}`} onClick={() => setIsEditing(true)}>
          <Icon name="pen" />
        </button>
        <button type="button" className="button quiet slim" aria-label={`Delete: ${name}`} onClick={() => void run(onDelete())}>
          <Icon name="bin" />
        </button>
      </div>
      {problem && <p className="problem" role="alert">{problem}</p>}
    </li>
  );
}

function about(topic: Topic): string[] {
  const { category, weight, source, questions } = topic;
  const often = FREQUENCIES.find(([one]) => one === frequencyOf(weight));
  return [
    CATEGORIES[category],
    ...(often && often[0] !== 1 ? [often[1]] : []),
    SOURCES[source],
    ...(questions.length > 0 ? [count(questions.length, "example")] : []),
    ...usageOf(topic),
  ];
}
