import { send } from "../../api/client";
import { graphql, type ResultOf, type VariablesOf } from "../../api/graphql";

const REPLYING = graphql(`
  fragment Replying on Agent {
    id
    writesFreely
    unsureSentence
  }
`);

export const HOW_IT_REPLIES = graphql(
  `
    query HowItReplies($agentId: ID!) {
      agent(id: $agentId) {
        ...Replying
      }
    }
  `,
  [REPLYING],
);

const UPDATE = graphql(
  `
    mutation UpdateReplying($input: UpdateAgentInput!) {
      updateAgent(input: $input) {
        __typename
        ... on AgentUpdated {
          agent {
            ...Replying
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [REPLYING],
);

export type Replying = ResultOf<typeof REPLYING>;
type Changes = Pick<VariablesOf<typeof UPDATE>["input"], "writesFreely" | "unsureSentence">;

/** As it is from now on. Throws Failure. */
export async function saveReplying(agentId: string, changes: Changes): Promise<Replying> {
  return (await send(UPDATE, { input: { agentId, ...changes } })).agent;
}
