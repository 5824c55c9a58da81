import { ask, send } from "../api/client";
import { graphql, type ResultOf, type VariablesOf } from "../api/graphql";

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
        realism {
          score
          sentences
        }
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

/** Changes the guide as it is now: it may have learned since it was shown. What shows it follows. Throws Failure. */
export async function changeRules(agentId: string, change: (rules: RuleInput[]) => RuleInput[]): Promise<void> {
  const { agent } = await ask(CUSTOMERS, { agentId });
  await send(UPDATE_GUIDE, { input: { agentId, rules: change(agent.realismGuide.map(inputOf)) } });
}

export async function saveRate(agentId: string, followUpRate: number): Promise<void> {
  await send(UPDATE_RATE, { input: { agentId, followUpRate } });
}

function inputOf({ id, kind, value, category, difficulty, origin }: Rule): RuleInput {
  return { id, kind, value, category, difficulty, origin };
}
