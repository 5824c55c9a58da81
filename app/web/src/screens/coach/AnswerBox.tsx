import { useEffect, useRef, type KeyboardEvent, type RefObject } from "react";
import { say } from "../../language/say";
import { pieces, type Part } from "../../replies/parts";

interface Props {
  id: string;
  areaRef: RefObject<HTMLTextAreaElement | null>;
  text: string;
  /** What nobody taught: marked behind the letters. */
  parts: readonly Part[];
  onChange: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

const MOST_CHARACTERS = 4000;

/** Grows with its text. A text box can mark nothing itself: the same text lies under it and shows only its marks. */
export function AnswerBox({ id, areaRef, text, parts, onChange, onKeyDown }: Props) {
  const below = useRef<HTMLDivElement>(null);
  const hasMarks = parts.length > 0;

  useEffect(() => {
    const element = areaRef.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
    if (below.current) below.current.scrollTop = element.scrollTop;
  }, [areaRef, text, hasMarks]);

  return (
    <div className="answer-box">
      {hasMarks && (
        <div className="input answer-marks" ref={below} aria-hidden="true">
          {pieces(text, parts).map((piece, at) => (piece.isMarked ? <mark key={at}>{piece.text}</mark> : piece.text))}
          {"\n"}
        </div>
      )}
      <textarea
        id={id}
        ref={areaRef}
        className="input"
        rows={2}
        maxLength={MOST_CHARACTERS}
        value={text}
        aria-describedby={hasMarks ? `${id}-unfounded` : undefined}
        placeholder={say.coach.answerExample}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        onScroll={(event) => {
          if (below.current) below.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}
