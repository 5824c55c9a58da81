import { graphql, type ResultOf } from "../../api/graphql";
import { FINDING } from "../../findings/documents";

export const PAIR_ROW = graphql(
  `
    fragment PairRow on TrainingPair {
      id
      query
      response
      category
      context
      difficulty
      split
      isLeftOut
      draftDiff {
        change
        text
      }
      findings {
        ...FindingRow
      }
      createdAt
      changedAt
      agent {
        id
      }
    }
  `,
  [FINDING],
);

export const PAIRS = graphql(
  `
    query Pairs(
      $agentId: ID!
      $category: Category
      $difficulty: Difficulty
      $split: PairSplit
      $search: String
      $filter: PairFilter
      $after: String
      $first: Int!
    ) {
      trainingPairs(
        agentId: $agentId
        category: $category
        difficulty: $difficulty
        split: $split
        search: $search
        filter: $filter
        after: $after
        first: $first
      ) {
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            ...PairRow
          }
        }
      }
    }
  `,
  [PAIR_ROW],
);

export const COVERAGE = graphql(`
  query Coverage($agentId: ID!) {
    agent(id: $agentId) {
      id
      coverage {
        cells {
          category
          difficulty
          pairCount
        }
        topics {
          category
          name
          pairCount
          confidence
        }
        categories {
          category
          confidence
        }
      }
    }
  }
`);

export const UPDATE_PAIR = graphql(
  `
    mutation UpdatePair($input: UpdatePairInput!) {
      updatePair(input: $input) {
        __typename
        ... on PairUpdated {
          pair {
            ...PairRow
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [PAIR_ROW],
);

export const DISMISS = graphql(
  `
    mutation DismissFindings($pairId: ID!) {
      dismissFindings(input: { pairId: $pairId }) {
        __typename
        ... on PairUpdated {
          pair {
            ...PairRow
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [PAIR_ROW],
);

export const DELETE_PAIR = graphql(`
  mutation DeletePair($pairId: ID!) {
    deletePair(input: { pairId: $pairId }) {
      __typename
      ... on PairDeleted {
        pair {
          id
        }
        notices
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export type PairRow = ResultOf<typeof PAIR_ROW>;
