import { useEffect, useId, useRef } from "react";
import { Grounds } from "../../replies/Grounds";
import type { Version } from "../training/Versions";
import type { Said } from "./useTalk";

interface Props {
  letter: "A" | "B";
  number: number;
  liveNumber: number;
  versions: Version[];
  turns: { question: string; said: Said }[];
  onNumber: (number: number) => void;
  onPromote: (version: Version) => void;
  onRetry: () => void;
}

export function Side({ letter, number, liveNumber, versions, turns, onNumber, onPromote, onRetry }: Props) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const version = versions.find((one) => one.number === number);
  const length = turns.reduce((sum, { said }) => sum + said.text.length, turns.length);
  useEffect(() => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [length]);

  return (
    <section className="side" aria-label={`Side ${letter}`}>
      <header className="side-top">
        <label htmlFor={id} className="side-letter" aria-label={`Version on side ${letter}`}>{letter}</label>
        <select id={id} className="input" value={number} onChange={(event) => onNumber(Number(event.target.value))}>
          <option value={0}>Base model{liveNumber === 0 ? " (live)" : ""}</option>
          {versions.map((one) => (
            <option key={one.id} value={one.number}>
              Version {one.number}{one.number === liveNumber ? " (live)" : ""}
            </option>
          ))}
        </select>
        {version && version.number !== liveNumber && (
          <button type="button" className="button plain slim" onClick={() => onPromote(version)}>
            {version.status === "RETIRED" ? "Roll back to it" : "Put live"}
          </button>
        )}
      </header>
      <div className="side-talk" ref={scroller} tabIndex={0} role="region" aria-label={`Conversation with ${letter}`}>
        {turns.length === 0 && <p className="muted">Ask something below: both answer at the same time.</p>}
        {turns.map(({ question, said }, at) => (
          <div key={at} className="side-turn">
            <p className="bubble own">{question}</p>
            {said.state === "failed" ? (
              <p className="problem row">
                <span className="grow">{said.problem}</span>
                {at === turns.length - 1 && (
                  <button type="button" className="button plain slim" onClick={onRetry}>Ask again</button>
                )}
              </p>
            ) : (
              <p className="bubble customer" aria-busy={said.state === "asked"}>
                {said.text || (said.state === "asked" ? "…" : "(no answer)")}
              </p>
            )}
            {said.grounds && <Grounds grounds={said.grounds} />}
          </div>
        ))}
      </div>
    </section>
  );
}
