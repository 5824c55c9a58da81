import { useCallback, useEffect, useState } from "react";
import { ask } from "../../api/client";
import { asFailure, type Failure } from "../../api/failures";
import type { Category, Difficulty } from "../../coach/events";
import { PAIRS, type PairRow } from "./documents";

export interface Filters {
  search: string;
  category: Category | null;
  difficulty: Difficulty | null;
  split: "TRAIN" | "HOLDOUT" | null;
  /** Only pairs whose checks found something. */
  found: boolean;
}

export const ALL: Filters = { search: "", category: null, difficulty: null, split: null, found: false };
const PAGE = 30;
const TYPING_MS = 200;

interface State {
  rows: PairRow[];
  after: string | null;
  hasMore: boolean;
  isLoading: boolean;
  problem: Failure | null;
}

const EMPTY: State = { rows: [], after: null, hasMore: false, isLoading: true, problem: null };

/** The pairs that fit, page by page. */
export function usePairs(agentId: string, filters: Filters) {
  const [state, setState] = useState(EMPTY);

  const load = useCallback(
    async (after: string | null, isWanted: () => boolean) => {
      const { found, search, ...kinds } = filters;
      const filter = found ? { hasFindings: true } : null;
      setState((now) => ({ ...now, isLoading: true, problem: null }));
      try {
        const { trainingPairs } = await ask(PAIRS, {
          agentId,
          ...kinds,
          filter,
          search: search.trim() || null,
          after,
          first: PAGE,
        });
        if (!isWanted()) return;
        const page = trainingPairs.edges.map(({ node }) => node);
        const { hasNextPage: hasMore, endCursor } = trainingPairs.pageInfo;
        setState((now) => ({
          rows: after === null ? page : [...now.rows, ...page],
          after: endCursor,
          hasMore,
          isLoading: false,
          problem: null,
        }));
      } catch (error) {
        if (isWanted()) setState((now) => ({ ...now, isLoading: false, problem: asFailure(error) }));
      }
    },
    [agentId, filters],
  );

  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(() => void load(null, () => isWanted), TYPING_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [load]);

  const replace = useCallback(
    (row: PairRow) => setState((now) => ({ ...now, rows: now.rows.map((one) => (one.id === row.id ? row : one)) })),
    [],
  );
  return {
    ...state,
    more: () => void load(state.after, () => true),
    reload: () => void load(null, () => true),
    replace,
  };
}
