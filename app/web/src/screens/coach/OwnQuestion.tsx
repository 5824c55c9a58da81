import { useEffect, useId, useRef, useState, type SubmitEvent } from "react";
import type { Category, Difficulty } from "../../coach/events";
import { draftOf, keepDraft } from "../../coach/outbox";
import type { OwnPair } from "../../coach/useCoach";
import { Dialog } from "../../components/Dialog";
import type { OpenQuestion } from "../../open/questions";
import { Findings } from "../../findings/Findings";
import { useCheck } from "../../findings/useCheck";
import { say } from "../../language/say";
import { keysOf } from "../../words";

interface Props {
  agentId: string;
  sessionId: string;
  /** A question that the agent had no answer to; null: the person brings one along. */
  open: OpenQuestion | null;
  onAdd: (pair: OwnPair) => void;
  onClose: () => void;
}

export function OwnQuestion({ agentId, sessionId, open, onAdd, onClose }: Props) {
  const kept = open ? `${sessionId}.open.${open.id}` : `${sessionId}.own`;
  const [query, setQuery] = useState(() => draftOf(`${kept}.query`) || (open?.text ?? ""));
  const [response, setResponse] = useState(() => draftOf(`${kept}.response`));
  const [category, setCategory] = useState<Category>("GENERAL");
  const [difficulty, setDifficulty] = useState<Difficulty>("MEDIUM");
  const answer = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const findings = useCheck({ agentId, query: query.trim() }, response);

  const isAsked = open !== null;
  useEffect(() => {
    if (isAsked) answer.current?.focus(); // only the answer is missing
  }, [isAsked]);

  function write(name: "query" | "response", text: string) {
    (name === "query" ? setQuery : setResponse)(text);
    keepDraft(`${kept}.${name}`, text);
  }

  function add(event: SubmitEvent) {
    event.preventDefault();
    onAdd({ query: query.trim(), response: response.trim(), category, difficulty });
    write("query", "");
    write("response", "");
    onClose();
  }

  return (
    <Dialog title={open ? say.coach.openTitle : say.coach.ownTitle} onClose={onClose}>
      <form className="stack" onSubmit={add}>
        <div className="field">
          <label htmlFor={`${id}-q`}>{say.coach.whatAsked}</label>
          <textarea id={`${id}-q`} className="input" required rows={3} maxLength={2000} value={query}
            onChange={(event) => write("query", event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor={`${id}-r`}>{say.coach.response}</label>
          <textarea id={`${id}-r`} className="input" required rows={5} maxLength={4000} value={response} ref={answer}
            onChange={(event) => write("response", event.target.value)} />
        </div>
        <Findings findings={findings} />
        <div className="row">
          <label className="row">
            {say.coach.category}
            <select className="input" value={category} onChange={(event) => setCategory(event.target.value as Category)}>
              {keysOf(say.shared.categories).map((key) => <option key={key} value={key}>{say.shared.categories[key]}</option>)}
            </select>
          </label>
          <label className="row">
            {say.coach.difficulty}
            <select className="input" value={difficulty} onChange={(event) => setDifficulty(event.target.value as Difficulty)}>
              {keysOf(say.shared.difficulties).map((key) => <option key={key} value={key}>{say.shared.difficulties[key]}</option>)}
            </select>
          </label>
        </div>
        <div className="row">
          <button className="button primary" disabled={!query.trim() || !response.trim()}>{say.coach.savePair}</button>
          <button type="button" className="button quiet" onClick={onClose}>{say.coach.notNow}</button>
        </div>
      </form>
    </Dialog>
  );
}
