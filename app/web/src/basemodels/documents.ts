import { graphql, type ResultOf } from "../api/graphql";

export const BASE_MODELS = graphql(`
  query BaseModels {
    baseModels {
      id
      title
      licence
      parameters
      size
      gated
      isDefault
      isStarter
      notice
      fit
      fitReason
      state
      sentence
      bytesDone
      bytesTotal
      problem
    }
  }
`);

export const MOVE = graphql(`
  mutation MoveToBaseModel($input: UpdateAgentInput!) {
    updateAgent(input: $input) {
      __typename
      ... on AgentUpdated {
        agent {
          id
          baseModel
          baseModelNotice
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export type BaseModel = ResultOf<typeof BASE_MODELS>["baseModels"][number];
