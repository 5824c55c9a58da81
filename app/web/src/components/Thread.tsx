import { say } from "../language/say";
import "./thread.css";

interface Turn {
  speaker: "USER" | "ASSISTANT";
  content: string;
}

/** What was said before a question that goes on from it, behind a line that opens. */
export function Thread({ turns }: { turns: readonly Turn[] }) {
  if (turns.length === 0) return null;
  return (
    <details className="thread small">
      <summary>{say.coach.goesOn}</summary>
      <ol>
        {turns.map(({ speaker, content }, at) => (
          <li key={at} className={speaker === "USER" ? "" : "muted"}>
            <strong>{speaker === "USER" ? say.coach.customerSays : say.coach.youSay}:</strong> {content}
          </li>
        ))}
      </ol>
    </details>
  );
}
