import { Icon } from "../../components/Icon";
import type { LoadedRun } from "../../training/events";
import { count } from "../../words";

type Taught = NonNullable<LoadedRun["receipt"]>;

/** What a training taught: which telling words of each taught answer the new version would write by itself now. */
export function Receipt({ receipt }: { receipt: Taught }) {
  const { learned, pairs } = receipt;
  const telling = pairs.filter((pair) => pair.learned !== null);
  return (
    <details className="receipt">
      <summary>
        What it learned: {learned} of {count(telling.length, "taught answer")} now {learned === 1 ? "comes" : "come"} out
      </summary>
      <ul className="stack">
        {telling.map((pair) => (
          <li key={pair.pairId}>
            <p className="row">
              <Icon name={pair.learned ? "check" : "close"} />
              <span className="hidden">{pair.learned ? "Learned: " : "Not learned yet: "}</span>
              <span className="grow">{pair.query}</span>
            </p>
            {pair.keyPoints.length > 0 && (
              <ul className="row key-points" aria-label="Key points">
                {pair.keyPoints.map(({ text, learned: isOut }) => (
                  <li key={text} className={isOut ? "chip good" : "chip"}>
                    {text}<span className="hidden">{isOut ? " (comes out)" : " (missing)"}</span>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
