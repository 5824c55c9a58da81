import { say } from "../language/say";
import "./draft-diff.css";

export interface Changed {
  change: "KEPT" | "REMOVED" | "ADDED";
  text: string;
}

interface Props {
  /** KEPT, REMOVED and ADDED words of a draft and of what became of it. */
  changes: readonly Changed[] | null;
}

/** What a person changed in the agent's draft; nothing where nothing was. */
export function DraftDiff({ changes }: Props) {
  if (!changes) return null;
  if (changes.every(({ change }) => change === "KEPT")) return <p className="small muted">{say.coach.unchanged}</p>;
  return (
    <details className="draft-diff small">
      <summary>{say.coach.changed}</summary>
      <p>
        {changes.map(({ change, text }, at) => {
          if (change === "KEPT") return <span key={at}>{text} </span>;
          return change === "REMOVED" ? <del key={at}>{text} </del> : <ins key={at}>{text} </ins>;
        })}
      </p>
    </details>
  );
}
