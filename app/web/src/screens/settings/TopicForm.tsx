import { useId, useState, type SubmitEvent } from "react";
import type { Category } from "../../coach/events";
import { ProblemNote } from "../../components/ProblemNote";
import { useAttempt } from "../../components/useAttempt";
import type { Topic, TopicInput } from "../../topics/documents";
import { linesOf } from "../../topics/list";
import { frequencies, frequencyOf } from "../../topics/words";
import { say } from "../../language/say";
import { keysOf } from "../../words";

interface Props {
  topic: Topic;
  /** Throws Failure. */
  onSave: (change: Partial<TopicInput>) => Promise<void>;
  onClose: () => void;
}

/** Name, kind, how often it comes, and questions that customers ask word for word. */
export function TopicForm({ topic, onSave, onClose }: Props) {
  const [name, setName] = useState(topic.name);
  const [category, setCategory] = useState<Category>(topic.category);
  const [often, setOften] = useState(frequencyOf(topic.weight));
  const [questions, setQuestions] = useState(topic.questions.join("\n"));
  const [{ problem }, attempt] = useAttempt();
  const id = useId();

  function save(event: SubmitEvent) {
    event.preventDefault();
    // A weight between the three words was set elsewhere, and stays unless another word is chosen.
    const weight = often === frequencyOf(topic.weight) ? topic.weight : often;
    void attempt(async () => {
      await onSave({ name: name.trim(), category, weight, questions: linesOf(questions) });
      onClose();
    });
  }

  return (
    <form className="stack topic-form" aria-label={say.topics.change(topic.name)} onSubmit={save}>
      <div className="field">
        <label htmlFor={`${id}-name`}>{say.topics.topic}</label>
        <input id={`${id}-name`} className="input" required maxLength={120} autoFocus value={name}
          onChange={(event) => setName(event.target.value)} />
      </div>
      <div className="row">
        <label className="row">
          {say.topics.category}
          <select className="input" value={category} onChange={(event) => setCategory(event.target.value as Category)}>
            {keysOf(say.shared.categories).map((key) => <option key={key} value={key}>{say.shared.categories[key]}</option>)}
          </select>
        </label>
        <label className="row">
          {say.topics.asksAboutIt}
          <select className="input" value={often} onChange={(event) => setOften(Number(event.target.value))}>
            {frequencies().map(([weight, words]) => <option key={weight} value={weight}>{words}</option>)}
          </select>
        </label>
      </div>
      <div className="field">
        <label htmlFor={`${id}-questions`}>{say.topics.examples}</label>
        <textarea id={`${id}-questions`} className="input" rows={4} value={questions} aria-describedby={`${id}-hint`}
          onChange={(event) => setQuestions(event.target.value)} />
        <span id={`${id}-hint`} className="hint">{say.topics.examplesHint}</span>
      </div>
      <ProblemNote of={problem} />
      <div className="row">
        <button className="button plain slim" disabled={!name.trim()}>{say.topics.save}</button>
        <button type="button" className="button quiet slim" onClick={onClose}>{say.topics.keep}</button>
      </div>
    </form>
  );
}
