import "./thread.css";

interface Turn {
  role: string;
  content: string;
}

/** What was said before a question that goes on from it, behind a line that opens. */
export function Thread({ turns }: { turns: readonly Turn[] }) {
  if (turns.length === 0) return null;
  return (
    <details className="thread small">
      <summary>Goes on from an earlier answer</summary>
      <ol>
        {turns.map(({ role, content }, at) => (
          <li key={at} className={role === "user" ? "" : "muted"}>
            <strong>{role === "user" ? "Customer" : "You"}:</strong> {content}
          </li>
        ))}
      </ol>
    </details>
  );
}
