import { Dialog } from "../../components/Dialog";
import { useFormats } from "../../files";
import { say } from "../../language/say";
import { keysOf } from "../../words";
import "./import.css";

/** Links to the downloads; the browser sends the session's cookie along. */
export default function ExportPairs({ slug, onClose }: { slug: string; onClose: () => void }) {
  const { formats } = useFormats();
  return (
    <Dialog title={say.exchange.exportTitle} onClose={onClose}>
      <ul className="stack">
        {formats.filter(({ purpose }) => purpose !== "").map(({ format, title, purpose }) => (
          <li key={format} lang="en">
            <a download className="export-name" href={`/agents/${encodeURIComponent(slug)}/export?format=${format.toLowerCase()}`}>{title}</a>
            <p className="muted small">{purpose}</p>
          </li>
        ))}
      </ul>
      <section className="stack" aria-labelledby="files">
        <h3 id="files">{say.exchange.trained}</h3>
        <p className="muted small">{say.exchange.terminal}</p>
        <ul className="stack small">
          {keysOf(say.exchange.commands).map((format) => (
            <li key={format}>
              <code className="export-command">
                coachable export <span>--agent</span> {slug} <span>--format {format}</span> <span>--out exported</span>
              </code>
              <p className="muted">{say.exchange.commands[format]}</p>
            </li>
          ))}
        </ul>
      </section>
      <div className="row">
        <button type="button" className="button plain" onClick={onClose}>{say.shared.close}</button>
      </div>
    </Dialog>
  );
}
