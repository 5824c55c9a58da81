import { say } from "../language/say";
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
export function readinessWords(state: ReadinessState): { name: string; meaning: string } {
  return say.training.readinessStates[state];
}

/** How all taught answers come out, in one sentence; empty where there are none. */
export function readinessSentence(all: readonly ReadinessState[]): string {
  const { readinessAll, readinessOf, readinessOnly, readinessParts, and } = say.training;
  const amounts = (["WRITTEN", "TAUGHT", "LEFT_OUT"] as const)
    .map((state) => ({ state, amount: all.filter((other) => other === state).length }))
    .filter(({ amount }) => amount > 0);
  const said = amounts.map(({ state, amount }) => readinessParts[state](amount));
  if (said[0] === undefined) return "";
  if (all.length === 1) return readinessOnly(said[0]);
  if (said.length === 1) return readinessAll(all.length, said[0]);
  const counted = said.map((part, at) => `${amounts[at]?.amount} ${part}`);
  return readinessOf(all.length, `${counted.slice(0, -1).join(", ")} ${and} ${counted.at(-1)}`);
}
