import { graphql, type ResultOf } from "../../api/graphql";

export const VERSIONS = graphql(`
  query Versions($agentId: ID!) {
    agent(id: $agentId) {
      id
      liveVersion {
        id
        number
        deletedPairs
      }
    }
    agentVersions(agentId: $agentId, first: 50) {
      edges {
        node {
          id
          number
          status
          createdAt
          liveAt
          mayWrite
          report {
            sentence
            truth {
              tries
              right
              invented
              against
            }
            better
            same
            worse
            questions {
              query
            }
          }
        }
      }
    }
  }
`);

export type Version = ResultOf<typeof VERSIONS>["agentVersions"]["edges"][number]["node"];
