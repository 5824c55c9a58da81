import { graphql } from "../api/graphql";
import { QUESTION, SAVED } from "./events";

export const SUBMIT = graphql(
  `
    mutation Submit($input: SubmitResponseInput!) {
      submitResponse(input: $input) {
        __typename
        ...Saved
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [SAVED],
);

export const ADD_PAIR = graphql(
  `
    mutation AddPair($input: AddPairInput!) {
      addPair(input: $input) {
        __typename
        ...Saved
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [SAVED],
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
      generateQuery(input: { sessionId: $sessionId }) {
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
