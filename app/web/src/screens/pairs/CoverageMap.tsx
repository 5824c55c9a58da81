import { Fragment, useEffect, useState } from "react";
import { ask } from "../../api/client";
import type { Category, Difficulty } from "../../coach/events";
import { CATEGORIES, count, DIFFICULTIES, keysOf } from "../../words";
import { KINDS } from "./documents";
import type { Filters } from "./usePairs";

const MOST_PAGES = 20;

type Counts = ReadonlyMap<string, number>;

interface Props {
  agentId: string;
  pairCount: number;
  filters: Filters;
  onFilter: (filters: Filters) => void;
}

/** How many pairs there are of each kind; a cell filters the list. */
export function CoverageMap({ agentId, pairCount, filters, onFilter }: Props) {
  const counts = useCounts(agentId, pairCount);
  if (!counts || counts.size === 0) return null;
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
            <span aria-hidden="true">{CATEGORIES[category]}</span>
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
    </section>
  );
}

function key(category: Category, difficulty: Difficulty): string {
  return `${category} ${difficulty}`;
}

/** 0 to 4: how strongly a cell is tinted; five pairs of a kind are a good start. */
function level(amount: number): number {
  return amount < 3 ? amount : amount < 5 ? 3 : 4;
}

function useCounts(agentId: string, pairCount: number): Counts | null {
  const [counts, setCounts] = useState<Counts | null>(null);
  useEffect(() => {
    let isWanted = true;
    async function load() {
      const found = new Map<string, number>();
      let after: string | null = null;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const loaded: Awaited<ReturnType<typeof kinds>> = await kinds(agentId, after);
        for (const { node } of loaded.edges) {
          const cell = key(node.category, node.difficulty);
          found.set(cell, (found.get(cell) ?? 0) + 1);
        }
        if (!loaded.pageInfo.hasNextPage) break;
        after = loaded.pageInfo.endCursor;
      }
      if (isWanted) setCounts(found);
    }
    // The map is an extra: without it the list still works and says itself what is wrong.
    load().catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [agentId, pairCount]);
  return counts;
}

async function kinds(agentId: string, after: string | null) {
  return (await ask(KINDS, { agentId, after })).trainingPairs;
}
