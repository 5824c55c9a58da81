import { graphql, type ResultOf } from "../api/graphql";

export const FINDING = graphql(`
  fragment FindingRow on Finding {
    code
    severity
    sentence
    dismissed
    pair {
      id
      query
      response
    }
  }
`);

export const CHECK = graphql(
  `
    query CheckResponse($input: CheckResponseInput!) {
      checkResponse(input: $input) {
        findings {
          ...FindingRow
        }
      }
    }
  `,
  [FINDING],
);

export type FindingRow = ResultOf<typeof FINDING>;
