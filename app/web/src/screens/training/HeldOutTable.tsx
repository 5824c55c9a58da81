import type { Row } from "../../training/progress";

const OUTCOMES = { BETTER: "Better", SAME: "Same", WORSE: "Worse" };

/** The proof that a person can read: the same questions before and after, none of them trained on. */
export function HeldOutTable({ rows, isOver }: { rows: Row[]; isOver: boolean }) {
  const hasLive = rows.some((row) => row.live !== null);
  return (
    <div className="held-out">
      <h3>Questions it never trained on</h3>
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Answers to held-out questions">
        <table>
          <thead>
            <tr>
              <th scope="col">Question</th>
              <th scope="col">Before any training</th>
              {hasLive && <th scope="col">Live version</th>}
              <th scope="col">{isOver ? "New version" : "Right now"}</th>
              <th scope="col">Your answer</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.pairId}>
                <th scope="row">
                  {row.query}
                  {row.outcome && (
                    <span className={`chip ${row.outcome === "BETTER" ? "good" : row.outcome === "WORSE" ? "bad" : ""}`}>
                      {OUTCOMES[row.outcome]}
                    </span>
                  )}
                </th>
                <td data-name="Before any training">{row.base ?? "…"}</td>
                {hasLive && <td data-name="Live version">{row.live ?? "–"}</td>}
                <td data-name={isOver ? "New version" : "Right now"} className="newest">{row.newest ?? "…"}</td>
                <td data-name="Your answer" className="muted">{row.expected}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
