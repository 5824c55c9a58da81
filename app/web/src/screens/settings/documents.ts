import { graphql, type ResultOf } from "../../api/graphql";

export const SETTINGS = graphql(`
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
    }
  }
`);

export type AgentDetails = ResultOf<typeof SETTINGS>["agent"];
export type AutoTraining = AgentDetails["autoTraining"];
