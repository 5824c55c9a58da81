import { say } from "../../language/say";
import type { Row } from "../../training/progress";

const TONES = { BETTER: "chip good", SAME: "chip", WORSE: "chip bad" };

/** The proof that a person can read: their own questions, none of them trained on, with what it said before and says now. */
export function BeforeAfter({ rows, isOver }: { rows: Row[]; isOver: boolean }) {
  const now = isOver ? say.training.after : say.training.rightNow;
  return (
    <section className="before-after" aria-label={say.training.answers}>
      <div>
        <h3>{say.training.yourQuestions}</h3>
        <p className="muted small">{say.training.unseen}</p>
      </div>
      <ul className="stack">
        {rows.map((row) => (
          <li key={row.pairId} className="before-after-row">
            <h4 className="row">
              <span className="grow">{row.query}</span>
              {row.outcome && <span className={TONES[row.outcome]}>{say.training.outcomes[row.outcome]}</span>}
            </h4>
            <dl>
              <div>
                <dt>{say.training.before}</dt>
                <dd>{row.before ?? "…"}</dd>
              </div>
              <div className="newest">
                <dt>{now}</dt>
                <dd>{row.newest ?? "…"}</dd>
              </div>
              <div className="yours">
                <dt>{say.training.yourAnswer}</dt>
                <dd>{row.expected}</dd>
              </div>
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}
