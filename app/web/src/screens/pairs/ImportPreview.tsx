import { CATEGORIES, count, DIFFICULTIES, keysOf } from "../../words";
import { FIELDS, FORMATS, type Field, type Preview } from "./importing";

interface Props {
  preview: Preview;
  onColumn: (name: string, field: Field | null) => void;
}

const MOST_PROBLEMS = 8;

/** What was found in a file: how it was read, the first pairs, and what is wrong by line. */
export function ImportPreview({ preview, onColumn }: Props) {
  const { columns, rows, problems, problemCount, notices, systemPrompt } = preview;
  const duplicates = preview.duplicateInFileCount + preview.duplicateOfPairCount;
  return (
    <section className="stack import-preview" aria-label="What would be imported">
      <p role="status">
        Read as {FORMATS[preview.format]}: <strong className="number">{count(preview.newCount, "new pair")}</strong>
        {duplicates > 0 && <span className="muted">, {count(duplicates, "duplicate")} left out</span>}
        {problemCount > 0 && <span className="import-bad">, {count(problemCount, "row")} with a problem</span>}
      </p>
      {notices.map((notice) => <p key={notice} className="muted small">{notice}</p>)}
      {columns.length > 0 && (
        <ul className="import-columns">
          {columns.map(({ name, field, examples }) => (
            <li key={name}>
              <label>
                <span className="import-name">{name}</span>
                <select className="input" value={field ?? ""}
                  onChange={(event) => onColumn(name, keysOf(FIELDS).find((key) => key === event.target.value) ?? null)}>
                  <option value="">is left out</option>
                  {keysOf(FIELDS).map((key) => <option key={key} value={key}>is {FIELDS[key]}</option>)}
                </select>
              </label>
              <span className="muted small import-example">{examples[0]}</span>
            </li>
          ))}
        </ul>
      )}
      {problems.length > 0 && (
        <ul className="import-problems small">
          {problems.slice(0, MOST_PROBLEMS).map(({ line, message }) => (
            <li key={`${line} ${message}`}><strong>Line {line}:</strong> {message}</li>
          ))}
          {problemCount > MOST_PROBLEMS && <li>And {problemCount - MOST_PROBLEMS} more.</li>}
        </ul>
      )}
      {systemPrompt !== null && (
        <details className="import-prompt small">
          <summary>What the file tells its agent before every conversation</summary>
          <p className="muted">{systemPrompt}</p>
        </details>
      )}
      {rows.length > 0 && (
        <ol className="import-rows">
          {rows.map((row) => (
            <li key={row.line}>
              <p className="row small">
                <span className="chip">{CATEGORIES[row.category]}</span>
                <span className="chip">{DIFFICULTIES[row.difficulty]}</span>
                {row.status !== "NEW" && <span className="muted">{row.status === "DUPLICATE_OF_PAIR" ? "is there already" : "twice in the file"}</span>}
              </p>
              <p className="import-query">{row.query}</p>
              <p className="muted">{row.response}</p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
