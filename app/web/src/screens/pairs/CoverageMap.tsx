import { Fragment, useEffect } from "react";
import { useQuery } from "urql";
import type { Category, Difficulty } from "../../coach/events";
import { CATEGORIES, count, DIFFICULTIES, keysOf } from "../../words";
import { COVERAGE } from "./documents";
import type { Filters } from "./usePairs";

const MOST_TOPICS = 6;
/** How sure the agent is of its topics is measured once a minute. */
const LOOK_AGAIN_MS = 20_000;

interface Props {
  agentId: string;
  pairCount: number;
  filters: Filters;
  onFilter: (filters: Filters) => void;
}

/** How many pairs there are of each kind; a cell filters the list. */
export function CoverageMap({ agentId, pairCount, filters, onFilter }: Props) {
  const [{ data }, reload] = useQuery({ query: COVERAGE, variables: { agentId } });
  useEffect(() => {
    const look = () => reload({ requestPolicy: "network-only" });
    look();
    const timer = setInterval(look, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [pairCount, reload]);
  // The map is an extra: without it the list still works and says itself what is wrong.
  if (!data || pairCount === 0) return null;
  const { cells, topics, categories } = data.agent.coverage;
  const counts = new Map(cells.map((cell) => [key(cell.category, cell.difficulty), cell.pairCount]));
  const sure = new Map(categories.map(({ category, confidence }) => [category, confidence]));
  const unsure = topics.filter(({ confidence }) => confidence !== null).slice(0, MOST_TOPICS);
  const missing = keysOf(CATEGORIES).filter((category) => keysOf(DIFFICULTIES).every((one) => !counts.get(key(category, one))));

  function toggle(category: Category, difficulty: Difficulty) {
    const isOn = filters.category === category && filters.difficulty === difficulty;
    onFilter({ ...filters, category: isOn ? null : category, difficulty: isOn ? null : difficulty });
  }

  return (
    <section className="card coverage" aria-labelledby="coverage">
      <h2 id="coverage">What your pairs cover</h2>
      <div className="cells">
        <span />
        {keysOf(DIFFICULTIES).map((difficulty) => <span key={difficulty} aria-hidden="true">{DIFFICULTIES[difficulty]}</span>)}
        {keysOf(CATEGORIES).map((category) => (
          <Fragment key={category}>
            <span>
              {CATEGORIES[category]}
              {typeof sure.get(category) === "number" && (
                <span className="cell-sure number"> {percent(sure.get(category))} sure</span>
              )}
            </span>
            {keysOf(DIFFICULTIES).map((difficulty) => {
              const amount = counts.get(key(category, difficulty)) ?? 0;
              const isOn = filters.category === category && filters.difficulty === difficulty;
              return (
                <button key={difficulty} type="button" className="cell number" aria-pressed={isOn} data-level={level(amount)}
                  aria-label={`${CATEGORIES[category]}, ${DIFFICULTIES[difficulty].toLowerCase()}: ${count(amount, "pair")}`}
                  onClick={() => toggle(category, difficulty)}>
                  {amount || "–"}
                </button>
              );
            })}
          </Fragment>
        ))}
      </div>
      {missing.length > 0 && (
        <p className="muted small">Nothing yet about: {missing.map((category) => CATEGORIES[category].toLowerCase()).join(", ")}.</p>
      )}
      {unsure.length > 0 && (
        <p className="muted small">
          The agent is least sure about: {unsure.map(({ name, confidence }) => `${name} (${percent(confidence)})`).join(", ")}.
        </p>
      )}
    </section>
  );
}

function percent(share: number | null | undefined): string {
  return `${Math.round((share ?? 0) * 100)} %`;
}

function key(category: Category, difficulty: Difficulty): string {
  return `${category} ${difficulty}`;
}

/** 0 to 4: how strongly a cell is tinted; five pairs of a kind are a good start. */
function level(amount: number): number {
  return amount < 3 ? amount : amount < 5 ? 3 : 4;
}
