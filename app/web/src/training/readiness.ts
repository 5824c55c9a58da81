import { graphql, type ResultOf } from "../api/graphql";

export const READINESS = graphql(`
  query Readiness($agentId: ID!) {
    agent(id: $agentId) {
      id
      readiness {
        pairId
        query
        state
      }
    }
  }
`);

export type PairReadiness = ResultOf<typeof READINESS>["agent"]["readiness"][number];
export type ReadinessState = PairReadiness["state"];

/** Badge of a pair, and what it means. */
export const READINESS_WORDS: Record<ReadinessState, { name: string; meaning: string }> = {
  WRITTEN: { name: "In its own words", meaning: "The live version says this right in its own words." },
  TAUGHT: { name: "Word for word", meaning: "Customers get this answer as you wrote it." },
  LEFT_OUT: { name: "Left out", meaning: "A finding keeps this answer out: mend it, or say that it is right." },
};

/** How all taught answers come out, in one sentence; empty where there are none. */
export function readinessSentence(all: readonly ReadinessState[]): string {
  const amount = (wanted: ReadinessState) => all.filter((state) => state === wanted).length;
  const written = amount("WRITTEN");
  const taught = amount("TAUGHT");
  const leftOut = amount("LEFT_OUT");
  const said = [
    written && `${written} ${written === 1 ? "comes" : "come"} out right in its own words`,
    taught && `${taught} ${be(taught)} given word for word`,
    leftOut && `${leftOut} ${be(leftOut)} left out because of findings`,
  ].filter((part) => typeof part === "string");
  if (said.length === 0) return "";
  if (all.length === 1) return `Your only taught answer ${said[0]?.slice(2)}.`;
  if (said.length === 1) return `All ${all.length} taught answers ${said[0]?.slice(`${all.length} `.length)}.`;
  return `Of ${all.length} taught answers, ${said.slice(0, -1).join(", ")} and ${said.at(-1)}.`;
}

function be(amount: number): string {
  return amount === 1 ? "is" : "are";
}
