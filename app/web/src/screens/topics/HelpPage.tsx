import { useId, useState, type ChangeEvent } from "react";
import type { Failure } from "../../api/failures";
import { send } from "../../api/client";
import { ProblemNote } from "../../components/ProblemNote";
import { useAttempt } from "../../components/useAttempt";
import { base64Of, useFormats } from "../../files";
import { say } from "../../language/say";
import { ADD_MATERIAL } from "../pairs/materials";

interface Props {
  agentId: string;
  /** What is pasted and not read yet. */
  text: string;
  problem: Failure | null;
  onText: (text: string) => void;
  /** It may have brought topics along. */
  onRead: () => void;
}

/** A help page, as a file or pasted: read at once, or with everything else. */
export function HelpPage({ agentId, text, problem, onText, onRead }: Props) {
  const [state, attempt] = useAttempt();
  const [said, setSaid] = useState<{ text: string; notices: string } | null>(null);
  const [isOpen, setIsOpen] = useState(text !== "");
  const { accept } = useFormats();
  const id = useId();
  const shown = state.problem ?? problem;

  function read(name: string, content: { text: string } | { base64: string }): Promise<boolean> {
    setSaid(null);
    return attempt(async () => {
      const { material, proposedCount, notices } = await send(ADD_MATERIAL, { input: { agentId, name, ...content } });
      setSaid({ text: say.topics.read(material.questions.length, proposedCount), notices: notices.slice(1).join(" ") });
      onRead();
    });
  }

  async function choose(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    if (file) await read(file.name.slice(0, 200), { base64: await base64Of(file) });
  }

  async function paste() {
    if (await read(say.topics.pastedText, { text })) onText("");
  }

  return (
    <details className="stack-details" open={isOpen || shown !== null}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{say.topics.helpPage} <span className="muted">{say.topics.optional}</span></summary>
      <div className="stack">
        <p className="muted small">{say.topics.helpPageAbout}</p>
        <div className="field">
          <label htmlFor={`${id}-file`}>{say.topics.chooseFile}</label>
          <input id={`${id}-file`} type="file" className="input" accept={accept}
            onChange={(event) => void choose(event)} />
        </div>
        <div className="field">
          <label htmlFor={`${id}-text`}>{say.topics.orPaste}</label>
          <textarea id={`${id}-text`} className="input" rows={4} maxLength={1_000_000} value={text}
            onChange={(event) => onText(event.target.value)} />
        </div>
        <ProblemNote of={shown} />
        <p role="status" className={said ? "small" : "hidden"}>{said?.text} <span lang="en">{said?.notices}</span></p>
        <div className="row">
          <button type="button" className="button plain slim" disabled={state.busy || !text.trim()} onClick={() => void paste()}>
            {state.busy ? say.topics.readingText : say.topics.readText}
          </button>
        </div>
      </div>
    </details>
  );
}
