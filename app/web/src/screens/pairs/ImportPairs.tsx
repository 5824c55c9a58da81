import { useId, useRef, useState, type ChangeEvent } from "react";
import { asFailure } from "../../api/failures";
import { newKey } from "../../coach/outbox";
import { Dialog } from "../../components/Dialog";
import { toast } from "../../components/Toasts";
import { textOf } from "../../fileText";
import { count } from "../../words";
import { takeOver, takePrompt, type Field, type ImportFile, type Imported } from "./importing";
import { ImportPreview } from "./ImportPreview";
import { usePreview } from "./usePreview";
import "./import.css";

interface Props {
  agentId: string;
  onDone: (runId: string | null) => void;
  onClose: () => void;
}

const EMPTY: ImportFile = { content: "" };

/** Pairs from a file or the clipboard: shown first, then taken over as a whole. */
export default function ImportPairs({ agentId, onDone, onClose }: Props) {
  const [file, setFile] = useState(EMPTY);
  const [skipProblems, setSkipProblems] = useState(false);
  // The very prompt that was looked at, whatever file comes after it.
  const [prompt, setPrompt] = useState<string | null>(null);
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  // The same file sent twice is one import.
  const key = useRef({ of: EMPTY, value: "" });
  const { preview, problem, isReading } = usePreview(agentId, file);
  const systemPrompt = preview?.systemPrompt ?? null;
  const id = useId();

  async function read(event: ChangeEvent<HTMLInputElement>) {
    const chosen = event.target.files?.[0];
    if (chosen) setFile({ content: await textOf(chosen), name: chosen.name.slice(0, 200) });
  }

  function setColumn(name: string, field: Field | null) {
    const others = (file.columns ?? []).filter((column) => column.name !== name);
    setFile({ ...file, columns: [...others, { name, field }] });
  }

  async function take() {
    setState({ busy: true, problem: null });
    if (key.current.of !== file) key.current = { of: file, value: newKey() };
    try {
      const done = await takeOver({ agentId, file, skipProblems, idempotencyKey: key.current.value });
      const failed = systemPrompt !== null && prompt === systemPrompt ? await promptProblem(agentId, prompt) : null;
      toast({ id: "import", text: [wordsOf(done), failed].filter(Boolean).join(" ") });
      onDone(done.trainingRun?.id ?? null);
      onClose();
    } catch (error) {
      setState({ busy: false, problem: asFailure(error).message });
    }
  }

  const newCount = preview?.newCount ?? 0;
  const canTake = newCount > 0 && !isReading && !state.busy && (preview?.problemCount === 0 || skipProblems);
  const trouble = problem ?? state.problem;
  return (
    <Dialog title="Import pairs" onClose={onClose}>
      <p className="muted">
        From a CSV table, OpenAI fine-tuning JSONL, ShareGPT, Alpaca or JSON lines. You see first what would be saved.
      </p>
      <div className="field">
        <label htmlFor={`${id}-file`}>A file</label>
        <input id={`${id}-file`} type="file" className="input" accept=".csv,.tsv,.json,.jsonl,.txt"
          onChange={(event) => void read(event)} />
      </div>
      <div className="field">
        <label htmlFor={`${id}-text`}>Or paste it here</label>
        <textarea id={`${id}-text`} className="input import-text" rows={4} value={file.name ? "" : file.content}
          placeholder={file.name ?? "question,answer\nDo you open on Sundays?,\"Yes, from ten to four.\""}
          onChange={(event) => setFile({ content: event.target.value })} />
      </div>
      <div role="status">{isReading && <p className="muted small">Reading…</p>}</div>
      {trouble && <p className="problem" role="alert">{trouble}</p>}
      {preview && <ImportPreview preview={preview} onColumn={setColumn} />}
      {preview && preview.problemCount > 0 && (
        <label className="row">
          <input type="checkbox" checked={skipProblems} onChange={(event) => setSkipProblems(event.target.checked)} />
          Import without {preview.problemCount === 1 ? "the row that has a problem" : "the rows that have problems"}
        </label>
      )}
      {systemPrompt !== null && (
        <label className="row">
          <input type="checkbox" checked={prompt === systemPrompt} onChange={(event) => setPrompt(event.target.checked ? systemPrompt : null)} />
          Use this prompt for the agent
        </label>
      )}
      <div className="row">
        <button type="button" className="button primary" disabled={!canTake} onClick={() => void take()}>
          {newCount > 0 ? `Import ${count(newCount, "pair")}` : "Import"}
        </button>
        <button type="button" className="button quiet" onClick={onClose}>Not now</button>
      </div>
    </Dialog>
  );
}

/** The pairs are saved by then: what the prompt lacks is only said. */
async function promptProblem(agentId: string, prompt: string): Promise<string | null> {
  try {
    await takePrompt(agentId, prompt);
    return null;
  } catch (error) {
    return `The prompt could not be taken over: ${asFailure(error).message}`;
  }
}

function wordsOf({ pairCount, duplicateCount, skippedCount }: Imported): string {
  const left = [
    duplicateCount > 0 ? `${count(duplicateCount, "duplicate")} left out` : "",
    skippedCount > 0 ? `${count(skippedCount, "row")} with problems passed over` : "",
  ].filter(Boolean);
  return [`${count(pairCount, "pair")} imported`, ...left].join(", ") + ".";
}
