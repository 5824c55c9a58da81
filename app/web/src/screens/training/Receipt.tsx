import { Icon } from "../../components/Icon";
import { say } from "../../language/say";
import type { LoadedRun } from "../../training/events";

type Taught = NonNullable<LoadedRun["receipt"]>;

/** What a training taught: which telling words of each taught answer the new version would write by itself now. */
export function Receipt({ receipt }: { receipt: Taught }) {
  const { learned, pairs } = receipt;
  const telling = pairs.filter((pair) => pair.learned !== null);
  return (
    <details className="receipt">
      <summary>
        {say.training.learned(learned, telling.length)}
      </summary>
      <ul className="stack">
        {telling.map((pair) => (
          <li key={pair.pairId}>
            <p className="row">
              <Icon name={pair.learned ? "check" : "close"} />
              <span className="hidden">{pair.learned ? say.training.learnedMark : say.training.notLearnedMark}</span>
              <span className="grow">{pair.query}</span>
            </p>
            {pair.keyPoints.length > 0 && (
              <ul className="row key-points" aria-label={say.training.keyPoints}>
                {pair.keyPoints.map(({ text, learned: isOut }) => (
                  <li key={text} className={isOut ? "chip good" : "chip"}>
                    {text}<span className="hidden">{isOut ? say.training.comesOut : say.training.missing}</span>
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
