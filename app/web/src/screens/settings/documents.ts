import { graphql, type ResultOf } from "../../api/graphql";

export const AUTO_TRAINING = graphql(`
  fragment AutoTrainingSettings on AutoTraining {
    enabled
    pairThreshold
    schedule
    hour
    weekday
    timeZone
    cooldownMinutes
    minNewPairs
    maxRunsPerDay
    goLiveWhen
  }
`);

export const SETTINGS = graphql(
  `
    query Settings($id: ID!) {
      agent(id: $id) {
        id
        name
        slug
        description
        systemPrompt
        baseModel
        useExamples
        autoTraining {
          ...AutoTrainingSettings
        }
      }
    }
  `,
  [AUTO_TRAINING],
);

export type AgentDetails = ResultOf<typeof SETTINGS>["agent"];
export type AutoTraining = AgentDetails["autoTraining"];
