import { Icon } from "../components/Icon";
import type { FindingRow } from "./documents";
import "./findings.css";

/** Sentences beside a text; they warn and never block. One that means an earlier pair opens it. */
export function Findings({ findings }: { findings: readonly FindingRow[] }) {
  return (
    <div role="status">
      {findings.length > 0 && (
        <ul className="findings" aria-label="Worth a look">
          {findings.map((finding) => (
            <li key={finding.code + finding.sentence} className={finding.severity === "BLOCKING" ? "finding blocking" : "finding"}>
              <Icon name="warning" />
              {finding.pair ? (
                <details>
                  <summary>{finding.sentence}</summary>
                  <p className="finding-query">{finding.pair.query}</p>
                  <p>{finding.pair.response}</p>
                </details>
              ) : (
                <span>{finding.sentence}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
