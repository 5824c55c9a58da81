import { useState } from "react";
import { say } from "../../language/say";
import { truthSentence, type Truth as Tried } from "../../training/truth";

const SHOWN = 3;

/** How many answers were right, and every wrong one as it was given. */
export function Truth({ truth }: { truth: Tried }) {
  const [isOpen, setIsOpen] = useState(false);
  const more = truth.wrong.length - SHOWN;
  const sentence = truthSentence(truth);
  return (
    <div className="truth small">
      {sentence && <p className="muted number">{sentence}</p>}
      {truth.wrong.length > 0 && (
        <>
          <p className="truth-title" aria-hidden="true">{say.training.wrongAnswers}</p>
          <ul aria-label={say.training.wrongAnswers}>
            {truth.wrong.slice(0, isOpen ? truth.wrong.length : SHOWN).map((answer, at) => (
              <li key={at}>
                <p className="muted truth-query">{answer.query}</p>
                <blockquote>{answer.answer}</blockquote>
                <p className="muted" lang="en">{answer.faults.join("; ")}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {more > 0 && (
        <button type="button" className="button quiet slim" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? say.training.showFewer : say.training.more(more)}
        </button>
      )}
    </div>
  );
}
