import { say } from "../language/say";
import type { Grounds as Reply } from "./events";
import { basisOf, nameOfSource } from "./words";
import "./grounds.css";

/** What a reply stands on, in one line; opened, it quotes each source. */
export function Grounds({ grounds }: { grounds: Pick<Reply, "basis" | "sources"> }) {
  const tone = `grounds ${grounds.basis.toLowerCase()} small`;
  if (grounds.sources.length === 0) return <p className={tone}>{basisOf(grounds)}</p>;
  return (
    <details className={tone}>
      <summary>{basisOf(grounds)}</summary>
      <ul aria-label={say.replies.sources}>
        {grounds.sources.map((source, at) => (
          <li key={at}>
            <p className="grounds-name">{nameOfSource(source)}</p>
            <blockquote>{source.text}</blockquote>
          </li>
        ))}
      </ul>
    </details>
  );
}
