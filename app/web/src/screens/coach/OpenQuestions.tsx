import { useState } from "react";
import { useMay } from "../../access/viewer";
import { asFailure } from "../../api/failures";
import { Icon } from "../../components/Icon";
import { say } from "../../language/say";
import { byNeed, forget, type OpenQuestion } from "../../open/questions";
import { ago } from "../../words";

/** More would push everything else away; those that were asked most often come first. */
const SHOWN = 4;

interface Props {
  questions: readonly OpenQuestion[];
  onAnswer: (id: string) => void;
}

/** What the agent had no answer to in use: to be answered now, by the way in the next questions, or never. */
export function OpenQuestions({ questions, onAnswer }: Props) {
  const mayTeach = useMay("COACH");
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [isOpen, setIsOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const left = byNeed(questions.filter(({ id }) => !gone.has(id)));
  const more = left.length - SHOWN;

  async function remove(id: string) {
    setGone((now) => new Set([...now, id]));
    setProblem(null);
    try {
      await forget(id);
    } catch (error) {
      const failure = asFailure(error);
      if (failure.code === "NOT_FOUND") return;
      setGone((now) => new Set([...now].filter((other) => other !== id)));
      setProblem(say.coach.notDeleted(failure.message));
    }
  }

  return (
    <>
      {left.length === 0 ? (
        <p className="muted small">{say.coach.allClear}</p>
      ) : (
        <p className="muted small">{say.coach.didNotKnow}</p>
      )}
      {problem && <p className="problem small" role="alert">{problem}</p>}
      {left.length > 0 && (
        <ul className="open-questions">
          {left.slice(0, isOpen ? left.length : SHOWN).map((question) => (
            <li key={question.id}>
              <p className="open-text">{question.text}</p>
              <p className="muted small">{say.coach.asked(question.count)} · {ago(question.lastAskedAt)}</p>
              {mayTeach && <p className="row open-actions">
                <button type="button" className="button plain slim" aria-label={say.coach.answerThis(question.text)}
                  onClick={() => onAnswer(question.id)}>
                  {say.coach.answer}
                </button>
                <button type="button" className="button quiet slim" aria-label={say.coach.deleteThis(question.text)}
                  onClick={() => void remove(question.id)}>
                  <Icon name="bin" />
                </button>
              </p>}
            </li>
          ))}
        </ul>
      )}
      {more > 0 && (
        <button type="button" className="button quiet slim" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? say.coach.fewer : say.coach.more(more)}
        </button>
      )}
    </>
  );
}
