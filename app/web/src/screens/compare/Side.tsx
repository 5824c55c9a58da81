import { useMay } from "../../access/viewer";
import { useEffect, useId, useRef } from "react";
import { say } from "../../language/say";
import { Grounds } from "../../replies/Grounds";
import type { Version } from "../training/documents";
import type { Said } from "./useTalk";
import { versionName } from "./votes";

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
  const mayPromote = useMay("TRAINER");
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const version = versions.find((one) => one.number === number);
  const length = turns.reduce((sum, { said }) => sum + said.text.length, turns.length);
  useEffect(() => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [length]);

  return (
    <section className="side" aria-label={say.compare.side(letter)}>
      <header className="side-top">
        <label htmlFor={id} className="side-letter" aria-label={say.compare.versionOn(letter)}>{letter}</label>
        <select id={id} className="input" value={number} onChange={(event) => onNumber(Number(event.target.value))}>
          <option value={0}>{nameOf(0, liveNumber)}</option>
          {versions.map((one) => <option key={one.id} value={one.number}>{nameOf(one.number, liveNumber)}</option>)}
        </select>
        {mayPromote && version && version.number !== liveNumber && (
          <button type="button" className="button plain slim" onClick={() => onPromote(version)}>
            {version.status === "RETIRED" ? say.versions.rollBack : say.versions.putLive}
          </button>
        )}
      </header>
      <div className="side-talk" ref={scroller} tabIndex={0} role="region" aria-label={say.compare.talkWith(letter)}>
        {turns.length === 0 && <p className="muted">{say.compare.empty}</p>}
        {turns.map(({ question, said }, at) => (
          <div key={at} className="side-turn">
            <p className="bubble own">{question}</p>
            {said.state === "failed" ? (
              <p className="problem row">
                <span className="grow" lang={said.problem?.lang}>{said.problem?.message}</span>
                {at === turns.length - 1 && (
                  <button type="button" className="button plain slim" onClick={onRetry}>{say.compare.askAgain}</button>
                )}
              </p>
            ) : (
              <p className="bubble customer" aria-busy={said.state === "asked"}>
                {said.text || (said.state === "asked" ? "…" : say.compare.noAnswer)}
              </p>
            )}
            {said.grounds && <Grounds grounds={said.grounds} />}
          </div>
        ))}
      </div>
    </section>
  );
}

function nameOf(version: number, live: number): string {
  const name = versionName(version);
  return version === live ? say.compare.isLive(name) : name;
}
