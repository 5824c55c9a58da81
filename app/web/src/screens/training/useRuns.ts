import { useCallback, useEffect, useState } from "react";
import { ask } from "../../api/client";
import { asFailure, type Failure } from "../../api/failures";
import { graphql, type ResultOf } from "../../api/graphql";
import type { RunStatus } from "../../training/events";

const RUNS = graphql(`
  query Runs($agentId: ID!, $after: String) {
    trainingRuns(agentId: $agentId, first: 20, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          trigger
          status
          pairCount
          newPairCount
          leftOutPairs
          reason
          failureCode: failure
          queuedAt
          startedAt
          finishedAt
          curve {
            step
            loss
            holdoutLoss
          }
          version {
            id
            number
          }
          report {
            sentence
            truth {
              tries
              right
              invented
              against
              degenerate
              wrong { query answer faults }
            }
          }
        }
      }
    }
  }
`);

export type Run = ResultOf<typeof RUNS>["trainingRuns"]["edges"][number]["node"];

interface State {
  runs: Run[] | null;
  after: string | null;
  hasMore: boolean;
  problem: Failure | null;
}

/** The trainings so far, newest first, page by page; read again when the newest one changes its state. */
export function useRuns(agentId: string, status: RunStatus | undefined) {
  const [state, setState] = useState<State>({ runs: null, after: null, hasMore: false, problem: null });

  const load = useCallback(
    async (after: string | null, isWanted: () => boolean) => {
      try {
        const { edges, pageInfo } = (await ask(RUNS, { agentId, after })).trainingRuns;
        if (!isWanted()) return;
        const page = edges.map(({ node }) => node);
        setState((now) => merged(now, page, after, pageInfo));
      } catch (error) {
        if (isWanted()) setState((now) => ({ ...now, problem: asFailure(error) }));
      }
    },
    [agentId],
  );

  useEffect(() => {
    let isWanted = true;
    void load(null, () => isWanted);
    return () => {
      isWanted = false;
    };
  }, [load, status]);

  return {
    ...state,
    more: () => void load(state.after, () => true),
    reload: () => void load(null, () => true),
  };
}

/** The first page, read again, keeps the older ones below it. */
function merged(now: State, page: Run[], after: string | null, end: { hasNextPage: boolean; endCursor: string | null }): State {
  const fresh = new Set(page.map(({ id }) => id));
  const others = (now.runs ?? []).filter(({ id }) => !fresh.has(id));
  if (after === null && others.length > 0) return { ...now, runs: [...page, ...others], problem: null };
  return { runs: [...others, ...page], after: end.endCursor, hasMore: end.hasNextPage, problem: null };
}
