import { Fragment, useEffect } from "react";
import { useChanges } from "../../api/useChanges";
import { useQuery } from "../../api/useQuery";
import type { Category, Difficulty } from "../../coach/events";
import { say } from "../../language/say";
import { keysOf } from "../../words";
import { COVERAGE } from "./documents";
import type { Filters } from "./usePairs";

const MOST_TOPICS = 6;

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
    reload({ requestPolicy: "network-only" });
  }, [pairCount, reload]);
  // How sure the agent is of its topics is measured while one looks.
  useChanges(agentId, (change) => change.__typename === "AgentChangedEvent", () => reload({ requestPolicy: "network-only" }));
  // The map is an extra: without it the list still works and says itself what is wrong.
  if (!data || pairCount === 0) return null;
  const { cells, topics, categories } = data.agent.coverage;
  const counts = new Map(cells.map((cell) => [key(cell.category, cell.difficulty), cell.pairCount]));
  const sure = new Map(categories.map(({ category, confidence }) => [category, confidence]));
  const unsure = topics.filter(({ confidence }) => confidence !== null).slice(0, MOST_TOPICS);
  const missing = keysOf(say.shared.categories).filter((category) => keysOf(say.shared.difficulties).every((one) => !counts.get(key(category, one))));

  function toggle(category: Category, difficulty: Difficulty) {
    const isOn = filters.category === category && filters.difficulty === difficulty;
    onFilter({ ...filters, category: isOn ? null : category, difficulty: isOn ? null : difficulty });
  }

  return (
    <section className="card coverage" aria-labelledby="coverage">
      <h2 id="coverage">{say.pairs.coverage}</h2>
      <div className="cells">
        <span />
        {keysOf(say.shared.difficulties).map((difficulty) => <span key={difficulty} aria-hidden="true">{say.shared.difficulties[difficulty]}</span>)}
        {keysOf(say.shared.categories).map((category) => (
          <Fragment key={category}>
            <span>
              {say.shared.categories[category]}
              {typeof sure.get(category) === "number" && (
                <span className="cell-sure number"> {say.pairs.sure(percent(sure.get(category)))}</span>
              )}
            </span>
            {keysOf(say.shared.difficulties).map((difficulty) => {
              const amount = counts.get(key(category, difficulty)) ?? 0;
              const isOn = filters.category === category && filters.difficulty === difficulty;
              return (
                <button key={difficulty} type="button" className="cell number" aria-pressed={isOn} data-level={level(amount)}
                  aria-label={say.pairs.cell(say.shared.categories[category], say.shared.difficulties[difficulty], amount)}
                  onClick={() => toggle(category, difficulty)}>
                  {amount || "–"}
                </button>
              );
            })}
          </Fragment>
        ))}
      </div>
      {missing.length > 0 && (
        <p className="muted small">{say.pairs.nothingAbout(missing.map((category) => say.shared.categories[category]))}</p>
      )}
      {unsure.length > 0 && (
        <p className="muted small">
          {say.pairs.leastSure(unsure.map(({ name, confidence }) => `${name} (${percent(confidence)})`))}
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
