import { Dialog } from "../../components/Dialog";
import { FORMATS, type Preview } from "./importing";
import "./import.css";

type Format = Preview["format"];
const PURPOSES: [Format, string][] = [
  ["OPENAI", "to fine-tune elsewhere, or to move between tools"],
  ["CSV", "to read and edit in a spreadsheet"],
  ["SHAREGPT", "for open-source trainers"],
  ["ALPACA", "for open-source trainers; what was said before is its history"],
  ["PREFERENCES", "your answer beside the agent's draft, where you changed one"],
  ["COACHABLE", "everything that is known of each pair"],
];

const COMMANDS: [format: string, purpose: string][] = [
  ["adapter", "the live version as peft and vLLM read it; --version takes another one"],
  ["merged", "the whole model with it, in safetensors"],
  ["gguf", "the whole model with it, one file for Ollama and llama.cpp"],
  ["datasets", "the pairs in the layout of Hugging Face datasets"],
];

/** Links to the downloads; the browser sends the session's cookie along. */
export default function ExportPairs({ slug, onClose }: { slug: string; onClose: () => void }) {
  return (
    <Dialog title="Export pairs" onClose={onClose}>
      <ul className="stack">
        {PURPOSES.map(([format, purpose]) => (
          <li key={format}>
            <a download className="export-name" href={`/agents/${encodeURIComponent(slug)}/export?format=${format.toLowerCase()}`}>{FORMATS[format]}</a>
            <p className="muted small">{purpose}</p>
          </li>
        ))}
      </ul>
      <section className="stack" aria-labelledby="files">
        <h3 id="files">A trained version, or a data set</h3>
        <p className="muted small">In a terminal on the machine that trains:</p>
        <ul className="stack small">
          {COMMANDS.map(([format, purpose]) => (
            <li key={format}>
              <code className="export-command">
                coachable export <span>--agent</span> {slug} <span>--format {format}</span> <span>--out exported</span>
              </code>
              <p className="muted">{purpose}</p>
            </li>
          ))}
        </ul>
      </section>
      <div className="row">
        <button type="button" className="button plain" onClick={onClose}>Close</button>
      </div>
    </Dialog>
  );
}
