import { say } from "../../language/say";
import { keysOf } from "../../words";
import type { Field, Preview } from "./importing";

interface Props {
  preview: Preview;
  /** What the format is called. */
  title: string;
  /** That a person chose, empty for none; null where there is nothing to choose. */
  encoding: string | null;
  onColumn: (name: string, field: Field | null) => void;
  onEncoding: (encoding: string) => void;
}

const MOST_PROBLEMS = 8;
type Letters = keyof typeof say.exchange.letters;
const ENCODINGS: [encoding: string, letters: Letters | null, kind: string | null][] = [
  ["utf-8", null, "UTF-8"],
  ["windows-1252", "western", "Windows"],
  ["windows-1250", "central", "Windows"],
  ["windows-1251", "cyrillic", "Windows"],
  ["koi8-r", "cyrillic", "KOI8-R"],
  ["windows-1253", "greek", "Windows"],
  ["windows-1254", "turkish", "Windows"],
  ["windows-1255", "hebrew", "Windows"],
  ["windows-1256", "arabic", "Windows"],
  ["gb18030", "simplified", "GB18030"],
  ["big5", "traditional", "Big5"],
  ["shift_jis", "japanese", "Shift JIS"],
  ["euc_jp", "japanese", "EUC-JP"],
  ["cp949", "korean", null],
  ["cp874", "thai", null],
  ["mac_roman", "western", "Mac"],
  ["cp850", "western", "DOS"],
];

/** What was found in a file: how it was read, the first pairs, and what is wrong by line. */
export function ImportPreview({ preview, title, encoding, onColumn, onEncoding }: Props) {
  const { columns, rows, problems, problemCount, findings, notices, systemPrompt } = preview;
  const isOld = preview.encoding !== null && !preview.encoding.startsWith("utf");
  const mayChoose = encoding !== null && (isOld || encoding !== "" || findings.some(({ code }) => code === "ENCODING" || code === "GARBLED"));
  const fields: Record<Field, string> = say.exchange.fields;
  const duplicates = preview.duplicateInFileCount + preview.duplicateOfPairCount;
  return (
    <section className="stack import-preview" aria-label={say.exchange.preview}>
      <p role="status">
        {say.exchange.readAs} <span lang="en">{title}</span>: <strong className="number">{say.exchange.newPairs(preview.newCount)}</strong>
        {duplicates > 0 && <span className="muted">, {say.exchange.duplicates(duplicates)}</span>}
        {problemCount > 0 && <span className="import-bad">, {say.exchange.rowsWithProblem(problemCount)}</span>}
      </p>
      {notices.map((notice) => <p key={notice} className="muted small" lang="en">{notice}</p>)}
      {findings.length > 0 && (
        <ul className="import-findings" aria-label={say.exchange.looksWrong}>
          {findings.map(({ code, message }) => <li key={`${code} ${message}`} lang="en">{message}</li>)}
        </ul>
      )}
      {mayChoose && (
        <label className="row small">
          {say.exchange.lettersIn}
          <select className="input" value={encoding} onChange={(event) => onEncoding(event.target.value)}>
            <option value="">{say.exchange.foundOut(preview.encoding ?? "")}</option>
            {ENCODINGS.map(([name, letters, kind]) => (
              <option key={name} value={name}>{lettersOf(letters, kind)}</option>
            ))}
          </select>
        </label>
      )}
      {columns.length > 0 && (
        <ul className="import-columns">
          {columns.map(({ name, field, reason, examples }) => (
            <li key={name}>
              <label>
                <span className="import-name">{name}</span>
                <select className="input" value={field ?? ""}
                  onChange={(event) => onColumn(name, keysOf(fields).find((key) => key === event.target.value) ?? null)}>
                  <option value="">{say.exchange.notTaken}</option>
                  {keysOf(fields).map((key) => <option key={key} value={key}>{fields[key]}</option>)}
                </select>
              </label>
              <span className="muted small import-example">
                {field && <span lang="en">{reason}{examples[0] && ": "}</span>}{examples[0]}
              </span>
            </li>
          ))}
        </ul>
      )}
      {problems.length > 0 && (
        <ul className="import-problems small">
          {problems.slice(0, MOST_PROBLEMS).map(({ line, message }) => (
            <li key={`${line} ${message}`}><strong>{say.exchange.line(line)}</strong> <span lang="en">{message}</span></li>
          ))}
          {problemCount > MOST_PROBLEMS && <li>{say.exchange.more(problemCount - MOST_PROBLEMS)}</li>}
        </ul>
      )}
      {systemPrompt !== null && (
        <details className="import-prompt small">
          <summary>{say.exchange.prompt}</summary>
          <p className="muted">{systemPrompt}</p>
        </details>
      )}
      {rows.length > 0 && (
        <ol className="import-rows">
          {rows.map((row) => (
            <li key={row.line}>
              <p className="row small">
                <span className="chip">{say.shared.categories[row.category]}</span>
                <span className="chip">{say.shared.difficulties[row.difficulty]}</span>
                {row.status !== "NEW" && <span className="muted">{row.status === "DUPLICATE_OF_PAIR" ? say.exchange.known : say.exchange.twice}</span>}
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

function lettersOf(letters: Letters | null, kind: string | null): string | null {
  if (letters === null) return kind;
  const name = say.exchange.letters[letters];
  return kind === null ? name : `${name} (${kind})`;
}
