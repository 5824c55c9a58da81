import { Dialog } from "../../components/Dialog";
import { FORMATS, type Preview } from "./importing";

type Format = Preview["format"];
const PURPOSES: [Format, string][] = [
  ["OPENAI", "to fine-tune elsewhere, or to move between tools"],
  ["CSV", "to read and edit in a spreadsheet"],
  ["SHAREGPT", "for open-source trainers"],
  ["ALPACA", "for open-source trainers, without conversations"],
  ["PREFERENCES", "your answer beside the agent's draft, where you changed one"],
  ["COACHABLE", "everything that is known of each pair"],
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
      <div className="row">
        <button type="button" className="button plain" onClick={onClose}>Close</button>
      </div>
    </Dialog>
  );
}
