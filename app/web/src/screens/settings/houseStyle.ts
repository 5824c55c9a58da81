import { send } from "../../api/client";
import { graphql, type ResultOf, type VariablesOf } from "../../api/graphql";

const STYLE = graphql(`
  fragment Style on Agent {
    id
    houseStyle {
      id
      kind
      text
      least
      most
      sentence
      isOn
      isOwn
      support
      of
    }
  }
`);

export const HOUSE_STYLE = graphql(
  `
    query HouseStyle($agentId: ID!) {
      agent(id: $agentId) {
        ...Style
      }
    }
  `,
  [STYLE],
);

const UPDATE_STYLE = graphql(
  `
    mutation UpdateHouseStyle($input: UpdateHouseStyleInput!) {
      updateHouseStyle(input: $input) {
        __typename
        ... on HouseStyleUpdated {
          agent {
            ...Style
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [STYLE],
);

export type StyleRule = ResultOf<typeof STYLE>["houseStyle"][number];
type Input = VariablesOf<typeof UPDATE_STYLE>["input"];
export type OwnRule = NonNullable<Input["add"]>[number];

/** Switches, adds and removes single rules; what shows the style follows by itself. Throws Failure. */
export async function saveStyle(input: Input): Promise<void> {
  await send(UPDATE_STYLE, { input });
}
