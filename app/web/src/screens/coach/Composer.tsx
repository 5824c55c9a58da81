import { memo, useId, useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from "react";
import { draftOf, keepDraft, type Draft, type Unsent } from "../../coach/outbox";
import { REASONS, type SkipReason } from "../../coach/reasons";
import type { Exchange } from "../../coach/items";
import { Icon } from "../../components/Icon";
import { ProblemNote } from "../../components/ProblemNote";
import { IS_MAC } from "../../components/keys";
import { Findings } from "../../findings/Findings";
import { useCheck } from "../../findings/useCheck";
import { say } from "../../language/say";
import { partsLeft, type Part } from "../../replies/parts";
import { AnswerBox } from "./AnswerBox";
import { DraftNote } from "./DraftNote";
import { SkipReasons } from "./SkipReasons";
import { UnfoundedNote } from "./UnfoundedNote";
import { useSuggestion } from "./useSuggestion";
import "./composer.css";

export interface ComposerHandle {
  /** An answer that was taken back, with the draft that it was made of. */
  put: (entry: Unsent) => void;
  focus: () => void;
}

interface Props {
  ref: Ref<ComposerHandle>;
  agentId: string;
  liveVersion: number | null;
  sessionId: string;
  current: Exchange | null;
  /** The prepared question that comes after it. */
  nextId: string | null;
  isOver: boolean;
  /** The last answer was refused and nothing else is asked: the next question has to be asked for. */
  isStuck: boolean;
  onSave: (exchange: Exchange, response: string, draft: Draft | null) => void;
  onSkip: (exchange: Exchange, reason: string | null) => void;
  onAnother: () => void;
  onAdd: () => void;
}

/** Keeps its text to itself, so that typing costs nothing but a letter while a question streams in. */
export const Composer = memo(function Composer(props: Props) {
  const { agentId, liveVersion, sessionId, current, nextId, isOver, isStuck, onSave, onSkip, onAnother, onAdd } = props;
  const [text, setText] = useState(() => draftOf(sessionId));
  const [isAsking, setIsAsking] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const canAnswer = current?.question.state === "open";
  const openId = canAnswer ? current.id : null;
  const suggestion = useSuggestion({ agentId, sessionId, queryId: openId, nextId, liveVersion }, { show: setText, write });
  const { draft, isBusy, isAutomatic } = suggestion;
  const findings = useCheck({ queryId: openId }, isBusy ? "" : text);
  const unfounded = draft?.grounds && !draft.isRejected ? partsLeft(draft.text, draft.grounds.unfounded, text) : [];
  const canSave = canAnswer && !isBusy && text.trim() !== "";

  function write(value: string) {
    setText(value);
    keepDraft(sessionId, value);
  }

  useImperativeHandle(props.ref, () => ({
    focus: () => area.current?.focus(),
    put({ response, queryId, draft: made }) {
      write(response);
      if (queryId !== null) suggestion.keep(queryId, made);
      area.current?.focus();
    },
  }));

  function save() {
    if (!current || !canSave) return;
    onSave(current, text.trim(), draft);
    suggestion.clear();
    write("");
    area.current?.focus();
  }

  /** A draft goes with its question; what a person typed stays. */
  function leave() {
    if (isBusy || text === draft?.text) write("");
    suggestion.clear();
  }

  function skip(reason: SkipReason | null) {
    setIsAsking(false);
    leave();
    if (current) onSkip(current, reason && REASONS[reason]);
    area.current?.focus();
  }

  function stop() {
    suggestion.clear();
    setText("");
    area.current?.focus();
  }

  function fill(value: string, isRejected: boolean) {
    if (openId === null || draft === null) return;
    suggestion.keep(openId, { ...draft, isRejected });
    write(value);
    area.current?.focus();
  }

  function show({ start, end }: Part) {
    area.current?.focus();
    area.current?.setSelectionRange(start, end);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    }
  }

  if (isOver) return <p className="composer muted">{say.coach.finished}</p>;
  return (
    <section className="composer" aria-label={say.coach.yourAnswer}>
      <div className="composer-box">
        <div className="composer-head">
          <label htmlFor={id} className="label">{say.coach.idealResponse}</label>
          {isBusy ? (
            <button type="button" className="button quiet slim" onClick={stop}><Icon name="close" /> {say.coach.stop}</button>
          ) : (
            <button type="button" className="button quiet slim" disabled={!canAnswer || text.trim() !== ""} onClick={suggestion.ask}>
              <Icon name="spark" /> {say.coach.suggest}
            </button>
          )}
        </div>
        <AnswerBox id={id} areaRef={area} text={text} parts={unfounded} onKeyDown={onKeyDown}
          onChange={(value) => {
            if (isBusy) suggestion.clear();
            write(value);
          }}
        />
        <UnfoundedNote id={`${id}-unfounded`} text={text} parts={unfounded} onShow={show} />
        <ProblemNote of={suggestion.problem} className="small" />
        {draft && (
          <DraftNote draft={draft} text={text} onReject={() => fill("", true)} onPutBack={() => fill(draft.text, false)}>
            {liveVersion !== null && (
              <button type="button" className="button quiet slim" onClick={() => suggestion.setAutomatic(!isAutomatic)}>
                {isAutomatic ? say.coach.onlyWhenAsked : say.coach.always}
              </button>
            )}
          </DraftNote>
        )}
        <Findings findings={findings} />
        {isAsking && current && <SkipReasons onSkip={skip} onClose={() => setIsAsking(false)} />}
        <div className="composer-foot">
          <div className="composer-actions">
            <button type="button" className="button primary" disabled={!canSave} onClick={save}>
              {say.coach.save} <kbd aria-hidden="true">{IS_MAC ? "⌘" : "Ctrl"} ↵</kbd>
            </button>
            {isStuck ? (
              <button type="button" className="button plain" onClick={onAnother}>{say.coach.another}</button>
            ) : (
              <button type="button" className="button plain" disabled={!current} onClick={() => skip(null)}>{say.coach.skip}</button>
            )}
          </div>
          <div className="composer-more">
            {!isStuck && (
              <button type="button" className="button quiet" disabled={!current} aria-expanded={isAsking && current !== null}
                onClick={() => setIsAsking(!isAsking)}>
                {say.coach.unreal}
              </button>
            )}
            <button type="button" className="button quiet" onClick={onAdd}>{say.coach.addOwn}</button>
          </div>
        </div>
      </div>
    </section>
  );
});
