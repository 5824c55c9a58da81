import { memo, useEffect, useId, useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from "react";
import { draftOf, keepDraft, type Draft } from "../../coach/outbox";
import type { Exchange } from "../../coach/transcript";
import { Icon } from "../../components/Icon";
import { Findings } from "../../findings/Findings";
import { useCheck } from "../../findings/useCheck";
import { SkipReasons } from "./SkipReasons";
import { useSuggestion } from "./useSuggestion";
import "./composer.css";

export interface ComposerHandle {
  put: (text: string) => void;
}

interface Props {
  ref: Ref<ComposerHandle>;
  agentId: string;
  /** With a live version every question gets a draft; the base model only drafts when asked to. */
  isTrained: boolean;
  sessionId: string;
  current: Exchange | null;
  isOver: boolean;
  onSave: (exchange: Exchange, response: string, draft: Draft | null) => void;
  onSkip: (exchange: Exchange, reason: string | null) => void;
  onAnother: () => void;
  onAdd: () => void;
}

const MOST_CHARACTERS = 4000;
const IS_MAC = /mac|iphone|ipad/i.test(navigator.userAgent);

/** Keeps its text to itself, so that typing costs nothing but a letter while a question streams in. */
export const Composer = memo(function Composer(props: Props) {
  const { agentId, isTrained, sessionId, current, isOver, onSave, onSkip, onAnother, onAdd } = props;
  const [text, setText] = useState(() => draftOf(sessionId));
  const [isAsking, setIsAsking] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const canAnswer = current?.question.state === "open";
  const openId = canAnswer ? current.id : null;
  const question = canAnswer ? current.question.text : null;
  const suggestion = useSuggestion(agentId, sessionId, openId, write);
  const findings = useCheck({ queryId: openId }, suggestion.isBusy ? "" : text);

  const { ask: draft, isAutomatic } = suggestion;
  const offered = useRef<string | null>(null);
  useEffect(() => {
    if (!isTrained || !isAutomatic || openId === null || !question || offered.current === openId) return;
    offered.current = openId;
    if (!draftOf(sessionId)) draft();
  }, [isTrained, isAutomatic, openId, question, sessionId, draft]);

  function write(value: string) {
    setText(value);
    keepDraft(sessionId, value);
  }

  useImperativeHandle(props.ref, () => ({
    put(value) {
      write(value);
      area.current?.focus();
    },
  }));

  useEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [text]);

  function save() {
    const response = text.trim();
    if (!current || !canAnswer || !response) return;
    onSave(current, response, suggestion.draft);
    suggestion.clear();
    write("");
    area.current?.focus();
  }

  function skip(reason: string | null) {
    setIsAsking(false);
    suggestion.clear();
    if (current) onSkip(current, reason);
    area.current?.focus();
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
          <button type="button" className="button quiet slim" disabled={!canAnswer || suggestion.isBusy || text.trim() !== ""}
            onClick={suggestion.ask}>
            <Icon name="spark" /> {suggestion.isBusy ? "Writing…" : "Suggest an answer"}
          </button>
        </div>
        <textarea
          id={id}
          ref={area}
          className="input"
          rows={2}
          maxLength={MOST_CHARACTERS}
          value={text}
          placeholder="Answer the way your agent should answer."
          onChange={(event) => {
            if (suggestion.isBusy) suggestion.clear();
            write(event.target.value);
          }}
          onKeyDown={onKeyDown}
        />
        {suggestion.problem && <p className="problem small" role="alert">{suggestion.problem}</p>}
        {suggestion.draft && (
          <p className="row small muted draft-note">
            <span className="chip">Draft of {suggestion.draft.version ? `version ${suggestion.draft.version}` : "the base model"}</span>
            <span>Change what is wrong, or save it as it is.</span>
            <button type="button" className="button quiet slim"
              onClick={() => {
                suggestion.clear();
                write("");
                area.current?.focus();
              }}>
              Throw it away
            </button>
            {isTrained && (
              <button type="button" className="button quiet slim" onClick={() => suggestion.setAutomatic(!isAutomatic)}>
                {isAutomatic ? "Draft only when I ask" : "Draft every answer"}
              </button>
            )}
          </p>
        )}
        <Findings findings={findings} />
        {isAsking && <SkipReasons onSkip={skip} onClose={() => setIsAsking(false)} />}
        <div className="composer-actions">
          <button type="button" className="button primary" disabled={!canAnswer || !text.trim()} onClick={save}>
            Save &amp; next <kbd aria-hidden="true">{IS_MAC ? "⌘" : "Ctrl"} ↵</kbd>
          </button>
          <span className="split">
            <button type="button" className="button plain" disabled={!current} onClick={() => skip(null)}>Skip</button>
            <button type="button" className="button plain" disabled={!current} aria-expanded={isAsking}
              aria-label="Skip with a reason" onClick={() => setIsAsking(!isAsking)}>
              <Icon name="down" />
            </button>
          </span>
          <span className="composer-more">
            <button type="button" className="button quiet" onClick={onAnother}>Ask something else</button>
            <button type="button" className="button quiet" onClick={onAdd}>Add my own question</button>
          </span>
        </div>
      </div>
    </section>
  );
});
