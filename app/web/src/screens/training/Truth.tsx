import { useState } from "react";
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
          <p className="truth-title" aria-hidden="true">Wrong answers</p>
          <ul aria-label="Wrong answers">
            {truth.wrong.slice(0, isOpen ? truth.wrong.length : SHOWN).map((answer, at) => (
              <li key={at}>
                <p className="muted">{answer.query}</p>
                <blockquote>{answer.answer}</blockquote>
                <p className="muted">{answer.faults.join("; ")}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {more > 0 && (
        <button type="button" className="button quiet slim" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? "Show fewer" : `${more} more`}
        </button>
      )}
    </div>
  );
}
