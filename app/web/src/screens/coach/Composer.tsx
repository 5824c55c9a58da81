import { memo, useId, useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from "react";
import { draftOf, keepDraft, type Draft, type Unsent } from "../../coach/outbox";
import type { Exchange } from "../../coach/transcript";
import { Icon } from "../../components/Icon";
import { Findings } from "../../findings/Findings";
import { useCheck } from "../../findings/useCheck";
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
  onSave: (exchange: Exchange, response: string, draft: Draft | null) => void;
  onSkip: (exchange: Exchange, reason: string | null) => void;
  onAnother: (exchange: Exchange | null) => void;
  onAdd: () => void;
}

const IS_MAC = /mac|iphone|ipad/i.test(navigator.userAgent);

/** Keeps its text to itself, so that typing costs nothing but a letter while a question streams in. */
export const Composer = memo(function Composer(props: Props) {
  const { agentId, liveVersion, sessionId, current, nextId, isOver, onSave, onSkip, onAnother, onAdd } = props;
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

  function skip(reason: string | null) {
    setIsAsking(false);
    leave();
    if (current) onSkip(current, reason);
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

  if (isOver) return <p className="composer muted">This conversation is finished; its pairs stay.</p>;
  return (
    <section className="composer" aria-label="Your answer">
      <div className="composer-box">
        <div className="composer-head">
          <label htmlFor={id} className="label">Your ideal response</label>
          <button type="button" className="button quiet slim" disabled={!canAnswer || isBusy || text.trim() !== ""}
            onClick={suggestion.ask}>
            <Icon name="spark" /> {isBusy ? "Writing…" : "Suggest an answer"}
          </button>
        </div>
        <AnswerBox id={id} areaRef={area} text={text} parts={unfounded} onKeyDown={onKeyDown}
          onChange={(value) => {
            if (isBusy) suggestion.clear();
            write(value);
          }}
        />
        <UnfoundedNote id={`${id}-unfounded`} text={text} parts={unfounded} onShow={show} />
        {suggestion.problem && <p className="problem small" role="alert">{suggestion.problem}</p>}
        {draft && (
          <DraftNote draft={draft} text={text} onReject={() => fill("", true)} onPutBack={() => fill(draft.text, false)}>
            {liveVersion !== null && (
              <button type="button" className="button quiet slim" onClick={() => suggestion.setAutomatic(!isAutomatic)}>
                {isAutomatic ? "Draft only when I ask" : "Draft every answer"}
              </button>
            )}
          </DraftNote>
        )}
        <Findings findings={findings} />
        {isAsking && <SkipReasons onSkip={skip} onClose={() => setIsAsking(false)} />}
        <div className="composer-actions">
          <button type="button" className="button primary" disabled={!canSave} onClick={save}>
            Save &amp; next <kbd aria-hidden="true">{IS_MAC ? "⌘" : "Ctrl"} ↵</kbd>
          </button>
          <span className="split">
            <button type="button" className="button plain" disabled={!current} onClick={() => skip(null)}>Skip</button>
            <button type="button" className="button plain" disabled={!current} aria-expanded={isAsking}
              aria-label="Skip with a reason" onClick={() => setIsAsking(!isAsking)}>
              <Icon name="down" />
            </button>
          </span>
          <button type="button" className="button quiet unreal" disabled={!current} onClick={() => skip("Not realistic")}>Not realistic</button>
          <span className="composer-more">
            <button type="button" className="button quiet"
              onClick={() => {
                leave();
                onAnother(current);
              }}>
              Ask something else
            </button>
            <button type="button" className="button quiet" onClick={onAdd}>Add my own question</button>
          </span>
        </div>
      </div>
    </section>
  );
});
