import { graphql } from "../api/graphql";
import { PAIR, QUESTION } from "./events";

export const SUBMIT = graphql(
  `
    mutation Submit($input: SubmitResponseInput!) {
      submitResponse(input: $input) {
        __typename
        ... on PairSaved {
          pair {
            ...Pair
          }
          session {
            id
            pairCount
            targetPairs
          }
          nextQuery {
            ...Question
          }
          trainingRun {
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
  `,
  [PAIR, QUESTION],
);

export const ADD_PAIR = graphql(
  `
    mutation AddPair($input: AddPairInput!) {
      addPair(input: $input) {
        __typename
        ... on PairSaved {
          pair {
            ...Pair
          }
          session {
            id
            pairCount
            targetPairs
          }
          nextQuery {
            ...Question
          }
          trainingRun {
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
  `,
  [PAIR, QUESTION],
);

export const SKIP = graphql(
  `
    mutation Skip($input: SkipQueryInput!) {
      skipQuery(input: $input) {
        __typename
        ... on QuerySkipped {
          query {
            id
          }
          learned {
            id
            text
          }
          nextQuery {
            ...Question
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [QUESTION],
);

export const ANOTHER = graphql(
  `
    mutation Another($sessionId: ID!) {
      generateQuery(sessionId: $sessionId) {
        __typename
        ... on QueryOpened {
          query {
            ...Question
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [QUESTION],
);

export const START_SESSION = graphql(`
  mutation StartSession($input: StartSessionInput!) {
    startSession(input: $input) {
      __typename
      ... on SessionStarted {
        session {
          id
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
