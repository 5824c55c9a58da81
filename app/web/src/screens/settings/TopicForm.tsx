import { useId, useState, type SubmitEvent } from "react";
import type { Category } from "../../coach/events";
import { asFailure } from "../../api/failures";
import type { Topic, TopicInput } from "../../topics/documents";
import { linesOf } from "../../topics/list";
import { FREQUENCIES, frequencyOf } from "../../topics/words";
import { CATEGORIES, keysOf } from "../../words";

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
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();

  async function save(event: SubmitEvent) {
    event.preventDefault();
    // A weight between the three words was set elsewhere, and stays unless another word is chosen.
    const weight = often === frequencyOf(topic.weight) ? topic.weight : often;
    try {
      await onSave({ name: name.trim(), category, weight, questions: linesOf(questions) });
      onClose();
    } catch (failure) {
      setProblem(asFailure(failure).message);
    }
  }

  return (
    <form className="stack topic-form" aria-label={`Change: ${topic.name}`} onSubmit={(event) => void save(event)}>
      <div className="field">
        <label htmlFor={`${id}-name`}>Topic</label>
        <input id={`${id}-name`} className="input" required maxLength={120} autoFocus value={name}
          onChange={(event) => setName(event.target.value)} />
      </div>
      <div className="row">
        <label className="row">
          Category
          <select className="input" value={category} onChange={(event) => setCategory(event.target.value as Category)}>
            {keysOf(CATEGORIES).map((key) => <option key={key} value={key}>{CATEGORIES[key]}</option>)}
          </select>
        </label>
        <label className="row">
          Customers ask about it
          <select className="input" value={often} onChange={(event) => setOften(Number(event.target.value))}>
            {FREQUENCIES.map(([weight, words]) => <option key={weight} value={weight}>{words}</option>)}
          </select>
        </label>
      </div>
      <div className="field">
        <label htmlFor={`${id}-questions`}>Example questions, one a line</label>
        <textarea id={`${id}-questions`} className="input" rows={4} value={questions} aria-describedby={`${id}-hint`}
          onChange={(event) => setQuestions(event.target.value)} />
        <span id={`${id}-hint`} className="hint">Customers ask them word for word.</span>
      </div>
      {problem && <p className="problem" role="alert">{problem}</p>}
      <div className="row">
        <button className="button plain slim" disabled={!name.trim()}>Save</button>
        <button type="button" className="button quiet slim" onClick={onClose}>Keep it as it was</button>
      </div>
    </form>
  );
}
