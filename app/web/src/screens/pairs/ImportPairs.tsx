import { useId, useRef, useState, type ChangeEvent } from "react";
import { asFailure, type Failure } from "../../api/failures";
import { newKey } from "../../coach/outbox";
import { Dialog } from "../../components/Dialog";
import { ProblemNote } from "../../components/ProblemNote";
import { toast } from "../../components/Toasts";
import { base64Of, useFormats } from "../../files";
import { say } from "../../language/say";
import { takeOver, takePrompt, type Field, type ImportFile } from "./importing";
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
  // The very findings that were looked at, whatever file or choice comes after them.
  const [accepted, setAccepted] = useState<string | null>(null);
  // The very prompt that was looked at, whatever file comes after it.
  const [prompt, setPrompt] = useState<string | null>(null);
  const [state, setState] = useState<{ busy: boolean; problem: Failure | null }>({ busy: false, problem: null });
  // The same file sent twice is one import.
  const key = useRef({ of: EMPTY, value: "" });
  const { preview, problem, isReading } = usePreview(agentId, file);
  const { formats, accept } = useFormats();
  const systemPrompt = preview?.systemPrompt ?? null;
  const findings = preview?.findings ?? [];
  const doubts = findings.map(({ message }) => message).join("\n");
  const isAccepted = doubts === "" || accepted === doubts;
  const id = useId();

  async function read(event: ChangeEvent<HTMLInputElement>) {
    const chosen = event.target.files?.[0];
    if (chosen) setFile({ base64: await base64Of(chosen), name: chosen.name.slice(0, 200) });
  }

  function setColumn(name: string, field: Field | null) {
    const others = (file.columns ?? []).filter((column) => column.name !== name);
    setFile({ ...file, columns: [...others, { name, field }] });
  }

  const setEncoding = (encoding: string) => setFile({ ...file, encoding: encoding || null });

  async function take() {
    setState({ busy: true, problem: null });
    if (key.current.of !== file) key.current = { of: file, value: newKey() };
    try {
      const done = await takeOver({
        agentId,
        file,
        skipProblems,
        acceptFindings: [...new Set(findings.map(({ code }) => code))],
        idempotencyKey: key.current.value,
      });
      const failed = systemPrompt !== null && prompt === systemPrompt ? await promptProblem(agentId, prompt) : null;
      toast({ id: "import", text: [say.exchange.imported(done.pairCount, done.duplicateCount, done.skippedCount), failed].filter(Boolean).join(" ") });
      onDone(done.trainingRun?.id ?? null);
      onClose();
    } catch (error) {
      setState({ busy: false, problem: asFailure(error) });
    }
  }

  const newCount = preview?.newCount ?? 0;
  const canTake = newCount > 0 && !isReading && !state.busy && isAccepted && (preview?.problemCount === 0 || skipProblems);
  const trouble = problem ?? state.problem;
  return (
    <Dialog title={say.exchange.importTitle} onClose={onClose}>
      <p className="muted">{say.exchange.importAbout}</p>
      <div className="field">
        <label htmlFor={`${id}-file`}>{say.exchange.file}</label>
        <input id={`${id}-file`} type="file" className="input" accept={accept}
          onChange={(event) => void read(event)} />
      </div>
      <div className="field">
        <label htmlFor={`${id}-text`}>{say.exchange.paste}</label>
        <textarea id={`${id}-text`} className="input import-text" rows={4} value={file.name ? "" : file.content ?? ""}
          placeholder={file.name ?? say.exchange.example}
          onChange={(event) => setFile({ content: event.target.value })} />
      </div>
      <div role="status">{isReading && <p className="muted small">{say.exchange.reading}</p>}</div>
      <ProblemNote of={trouble} />
      {preview && (
        <ImportPreview preview={preview} title={formats.find(({ format }) => format === preview.format)?.title ?? preview.format}
          encoding={file.base64 ? file.encoding ?? "" : null} onColumn={setColumn} onEncoding={setEncoding} />
      )}
      {doubts !== "" && (
        <label className="row">
          <input type="checkbox" checked={isAccepted} onChange={(event) => setAccepted(event.target.checked ? doubts : null)} />
          {say.exchange.isRight}
        </label>
      )}
      {preview && preview.problemCount > 0 && (
        <label className="row">
          <input type="checkbox" checked={skipProblems} onChange={(event) => setSkipProblems(event.target.checked)} />
          {say.exchange.withoutRows(preview.problemCount)}
        </label>
      )}
      {systemPrompt !== null && (
        <label className="row">
          <input type="checkbox" checked={prompt === systemPrompt} onChange={(event) => setPrompt(event.target.checked ? systemPrompt : null)} />
          {say.exchange.usePrompt}
        </label>
      )}
      <div className="row">
        <button type="button" className="button primary" disabled={!canTake} onClick={() => void take()}>
          {newCount > 0 ? say.exchange.importMany(newCount) : say.exchange.import}
        </button>
        <button type="button" className="button quiet" onClick={onClose}>{say.coach.notNow}</button>
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
    return say.exchange.promptNotTaken(asFailure(error).message);
  }
}
