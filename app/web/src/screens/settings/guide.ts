import { send } from "../../api/client";
import { graphql, type ResultOf, type VariablesOf } from "../../api/graphql";

const GUIDE = graphql(`
  fragment Guide on Agent {
    id
    followUpRate
    realismGuide {
      id
      kind
      text
      value
      category
      difficulty
      origin
    }
  }
`);

export const CUSTOMERS = graphql(
  `
    query Customers($agentId: ID!) {
      agent(id: $agentId) {
        ...Guide
      }
    }
  `,
  [GUIDE],
);

const UPDATE_GUIDE = graphql(
  `
    mutation UpdateRealismGuide($input: UpdateRealismGuideInput!) {
      updateRealismGuide(input: $input) {
        __typename
        ... on RealismGuideUpdated {
          agent {
            ...Guide
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [GUIDE],
);

const UPDATE_RATE = graphql(
  `
    mutation UpdateFollowUpRate($input: UpdateAgentInput!) {
      updateAgent(input: $input) {
        __typename
        ... on AgentUpdated {
          agent {
            ...Guide
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [GUIDE],
);

type Customers = ResultOf<typeof GUIDE>;
export type Rule = Customers["realismGuide"][number];
type RuleInput = VariablesOf<typeof UPDATE_GUIDE>["input"]["rules"][number];

/** Puts these rules in place of the agent's guide; what shows it follows by itself. Throws Failure. */
export async function saveRules(agentId: string, rules: RuleInput[]): Promise<void> {
  await send(UPDATE_GUIDE, { input: { agentId, rules } });
}

export async function saveRate(agentId: string, followUpRate: number): Promise<void> {
  await send(UPDATE_RATE, { input: { agentId, followUpRate } });
}

export function inputOf({ id, kind, value, category, difficulty, origin }: Rule): RuleInput {
  return { id, kind, value, category, difficulty, origin };
}
