import { useId, useState, type ChangeEvent } from "react";
import { send } from "../../api/client";
import { asFailure } from "../../api/failures";
import { textOf } from "../../fileText";
import { count } from "../../words";
import { ADD_MATERIAL } from "../pairs/materials";

interface Props {
  agentId: string;
  /** What is pasted and not read yet. */
  text: string;
  problem: string | null;
  onText: (text: string) => void;
  /** It may have brought topics along. */
  onRead: () => void;
}

/** A help page, as a file or pasted: read at once, or with everything else. */
export function HelpPage({ agentId, text, problem, onText, onRead }: Props) {
  const [state, setState] = useState<{ busy: boolean; said: string | null; problem: string | null }>({ busy: false, said: null, problem: null });
  const [isOpen, setIsOpen] = useState(text !== "");
  const id = useId();
  const shown = state.problem ?? problem;

  async function read(name: string, content: string): Promise<boolean> {
    setState({ busy: true, said: null, problem: null });
    try {
      const { material, proposedCount } = await send(ADD_MATERIAL, { input: { agentId, name, text: content } });
      const said = `Read: ${count(material.questions.length, "question")} of customers, ${count(proposedCount, "pair")} to confirm under Pairs.`;
      setState({ busy: false, said, problem: null });
      onRead();
      return true;
    } catch (failure) {
      setState({ busy: false, said: null, problem: asFailure(failure).message });
      return false;
    }
  }

  async function choose(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    if (file) await read(file.name.slice(0, 200), await textOf(file));
  }

  async function paste() {
    if (await read("Pasted text", text)) onText("");
  }

  return (
    <details className="stack-details" open={isOpen || shown !== null}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>A help page or a list of frequent questions <span className="muted">(optional)</span></summary>
      <div className="stack">
        <p className="muted small">
          Its headings become topics, and a question with an answer waits under Pairs for you to confirm.
        </p>
        <div className="field">
          <label htmlFor={`${id}-file`}>Choose a file</label>
          <input id={`${id}-file`} type="file" className="input" accept=".txt,.md,.csv,.tsv,.json,.jsonl"
            onChange={(event) => void choose(event)} />
        </div>
        <div className="field">
          <label htmlFor={`${id}-text`}>Or paste its text</label>
          <textarea id={`${id}-text`} className="input" rows={4} maxLength={1_000_000} value={text}
            onChange={(event) => onText(event.target.value)} />
        </div>
        {shown && <p className="problem" role="alert">{shown}</p>}
        <p role="status" className={state.said ? "small" : "hidden"}>{state.said}</p>
        <div className="row">
          <button type="button" className="button plain slim" disabled={state.busy || !text.trim()} onClick={() => void paste()}>
            {state.busy ? "Reading…" : "Read this text"}
          </button>
        </div>
      </div>
    </details>
  );
}
