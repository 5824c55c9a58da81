import { graphql, type ResultOf } from "../../api/graphql";

export const LEARNED = graphql(`
  query Learned($agentId: ID!) {
    agent(id: $agentId) {
      id
      name
      stats {
        pairCount
      }
      readiness {
        pairId
        query
        state
      }
      openQuestions {
        text
        count
      }
      liveVersion {
        id
        number
        liveAt
        createdAt
        mayWrite
        run {
          id
          pairCount
          receipt {
            pairs {
              pairId
              query
              learned
              keyPoints {
                text
                learned
              }
            }
          }
        }
        report {
          better
          same
          worse
          truth {
            tries
            right
            invented
            against
          }
          questions {
            pairId
            query
            expected
            outcome
            baseAnswer
            liveAnswer
            candidateAnswer
          }
        }
      }
    }
  }
`);

export type Learned = ResultOf<typeof LEARNED>["agent"];
export type Live = NonNullable<Learned["liveVersion"]>;
