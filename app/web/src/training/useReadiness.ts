import { useEffect, useMemo } from "react";
import { useQuery } from "../api/useQuery";
import type { AgentFrame } from "../agent/frame";
import { READINESS, type PairReadiness, type ReadinessState } from "./readiness";

const NONE: readonly PairReadiness[] = [];

/** How each taught answer comes out, by its pair; loaded again when another version is live or pairs came and went. */
export function useReadiness({ id, liveVersion, stats }: AgentFrame): ReadonlyMap<string, ReadinessState> {
  const [{ data }, reload] = useQuery({ query: READINESS, variables: { agentId: id } });
  const live = liveVersion?.id;
  useEffect(() => reload({ requestPolicy: "network-only" }), [live, stats.pairCount, reload]);
  const all = data?.agent.readiness ?? NONE;
  return useMemo(() => new Map(all.map(({ pairId, state }) => [pairId, state])), [all]);
}
