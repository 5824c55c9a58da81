import { useState } from "react";
import { Icon } from "../components/Icon";
import { say } from "../language/say";
import type { FindingRow } from "./documents";
import "./findings.css";

/** More would push the question off a small screen; those that block come first. */
const SHOWN = 3;

/** Sentences beside a text; they warn and never block. One that means an earlier pair opens it. */
export function Findings({ findings }: { findings: readonly FindingRow[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const more = findings.length - SHOWN;
  return (
    <div role="status">
      {findings.length > 0 && (
        <ul className="findings" aria-label={say.coach.worthALook}>
          {findings.slice(0, isOpen ? findings.length : SHOWN).map((finding) => (
            <FindingItem key={finding.code + finding.sentence} finding={finding} />
          ))}
        </ul>
      )}
      {more > 0 && (
        <button type="button" className="button quiet slim" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? say.coach.fewer : say.coach.more(more)}
        </button>
      )}
    </div>
  );
}

function FindingItem({ finding }: { finding: FindingRow }) {
  return (
    <li className={finding.severity === "BLOCKING" ? "finding blocking" : "finding"}>
      <Icon name="warning" />
      {finding.pair ? (
        <details>
          <summary lang="en">{finding.sentence}</summary>
          <p className="finding-query">{finding.pair.query}</p>
          <p>{finding.pair.response}</p>
        </details>
      ) : (
        <span lang="en">{finding.sentence}</span>
      )}
    </li>
  );
}
