import { graphql, type ResultOf } from "../api/graphql";
import { OPEN_QUESTIONS } from "../open/questions";

/** What every screen of an agent knows of it. */
export const AGENT = graphql(
  `
    query AgentFrame($id: ID!) {
      agent(id: $id) {
        id
        name
        slug
        baseModelNotice
        liveVersion {
          id
          number
        }
        autoTraining {
          enabled
          pairThreshold
          next {
            sentence
            newPairs
            pairsLeft
          }
        }
        stats {
          pairCount
          versionCount
          lastRun {
            id
            status
          }
        }
        ...OpenQuestions
      }
    }
  `,
  [OPEN_QUESTIONS],
);

export type AgentFrame = ResultOf<typeof AGENT>["agent"];
