import { send } from "../../api/client";
import { graphql, type ResultOf, type VariablesOf } from "../../api/graphql";
import { say } from "../../language/say";

const VOTES = graphql(`
  fragment Votes on Agent {
    id
    votes {
      leftVersion
      rightVersion
      left
      right
      ties
    }
  }
`);

export const COMPARED = graphql(
  `
    query Compared($agentId: ID!) {
      agent(id: $agentId) {
        ...Votes
      }
    }
  `,
  [VOTES],
);

const VOTE = graphql(
  `
    mutation VoteAnswers($input: VoteAnswersInput!) {
      voteAnswers(input: $input) {
        __typename
        ... on AnswersVoted {
          agent {
            ...Votes
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [VOTES],
);

export type Votes = ResultOf<typeof VOTES>["votes"];
type VoteInput = VariablesOf<typeof VOTE>["input"];
export type Choice = VoteInput["vote"];
export type Tally = Record<Choice, number>;

/** The counts on the screen follow by themselves: the answer carries the agent, so what shows it is loaded anew. */
export async function vote(input: VoteInput): Promise<void> {
  await send(VOTE, { input });
}

export function versionName(version: number): string {
  return version === 0 ? say.compare.base : say.training.version(version);
}

/** The same two versions with sides changed are the same comparison. */
export function tally(votes: Votes, left: number, right: number): Tally {
  const low = Math.min(left, right);
  const high = Math.max(left, right);
  const found = votes.find(({ leftVersion, rightVersion }) => leftVersion === low && rightVersion === high);
  const { left: forLow, right: forHigh, ties } = found ?? { left: 0, right: 0, ties: 0 };
  return left === low ? { LEFT: forLow, RIGHT: forHigh, TIE: ties } : { LEFT: forHigh, RIGHT: forLow, TIE: ties };
}
