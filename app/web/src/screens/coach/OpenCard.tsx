import { useState } from "react";
import { say } from "../../language/say";
import type { OpenQuestion } from "../../open/questions";
import { OpenQuestions } from "./OpenQuestions";
import "./open.css";

/** There is room beside the conversation; above it one line has to do until somebody opens it. */
const HAS_ROOM = "(min-width: 76rem)";

interface Props {
  questions: readonly OpenQuestion[];
  onAnswer: (id: string) => void;
}

export function OpenCard({ questions, onAnswer }: Props) {
  const [isOpen, setIsOpen] = useState(() => matchMedia(HAS_ROOM).matches);
  return (
    <details className={questions.length > 0 ? "open-card" : "open-card empty"} open={isOpen}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{say.coach.openQuestions}{questions.length > 0 && <span className="number"> ({questions.length})</span>}</summary>
      <OpenQuestions questions={questions} onAnswer={onAnswer} />
    </details>
  );
}
