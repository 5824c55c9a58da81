import { useEffect, useState } from "react";
import { useQuery } from "../api/useQuery";
import { AGENT_TOPICS } from "./documents";

const LOOK_AGAIN_MS = 2_000;
/** While the list is empty, and so often in any case: a model may name more a moment later. */
const LOOKS = { empty: 15, any: 6 };

/** The topics of an agent; with `isNew` looked at again for a while, as some are found a moment after it was made. */
export function useTopics(agentId: string, isNew: boolean) {
  const [{ data, error }, reload] = useQuery({ query: AGENT_TOPICS, variables: { agentId } });
  const [looks, setLooks] = useState(0);
  const isEmpty = data?.agent.topics.length === 0;
  const isLooking = isNew && looks < (isEmpty ? LOOKS.empty : LOOKS.any);
  useEffect(() => {
    if (!isLooking) return;
    const timer = setTimeout(() => {
      reload({ requestPolicy: "network-only" });
      setLooks(looks + 1);
    }, LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isLooking, looks, reload]);
  return { agent: data?.agent ?? null, error, isLooking: isLooking && isEmpty, reload };
}
