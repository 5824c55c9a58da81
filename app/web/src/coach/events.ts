import { graphql, type ResultOf } from "../api/graphql";

export const QUESTION = graphql(`
  fragment Question on GeneratedQuery {
    id
    status
    source
    text
    category
    context
    difficulty
    fallbackReason
    needsTopics
    skipReason
    earlier {
      speaker
      content
    }
    createdAt
    openedAt
    endedAt
    firstEventCursor
  }
`);

export const PAIR = graphql(`
  fragment Pair on TrainingPair {
    id
    query
    response
    category
    context
    difficulty
    earlier {
      speaker
      content
    }
    createdAt
    isLeftOut
    draftDiff {
      change
      text
    }
    generatedQuery {
      id
    }
  }
`);

export const FOLLOW_QUESTIONS = graphql(`
  subscription FollowQuestions($sessionId: ID!, $after: String) {
    generatedQuery(sessionId: $sessionId, after: $after) {
      __typename
      cursor
      queryId
      ... on QueryStartedEvent {
        category
        context
        difficulty
        earlier {
          speaker
          content
        }
        attempt
      }
      ... on QueryDeltaEvent {
        offset
        text
      }
      ... on QueryReadyEvent {
        text
        source
        category
        context
        difficulty
        earlier {
          speaker
          content
        }
      }
      ... on QueryFallbackEvent {
        text
        source
        category
        context
        difficulty
        earlier {
          speaker
          content
        }
        reason
      }
      ... on QuerySkippedEvent {
        reason
      }
    }
  }
`);

/** What saving an answer, or a pair of one's own, says. */
export const SAVED = graphql(
  `
    fragment Saved on PairSaved {
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
  `,
  [PAIR, QUESTION],
);

export const FOLLOW_SESSION = graphql(
  `
    subscription FollowSession($sessionId: ID!, $after: String) {
      sessionUpdated(sessionId: $sessionId, after: $after) {
        __typename
        cursor
        ... on QueryPreparedEvent {
          query {
            ...Question
          }
        }
        ... on PairSavedEvent {
          pairId
          pairCount
          targetPairs
          message
          pair {
            ...Pair
          }
        }
        ... on PairUpdatedEvent {
          pairId
          pair {
            ...Pair
          }
        }
        ... on PairDeletedEvent {
          pairId
          pairCount
        }
        ... on TrainingTriggeredEvent {
          runId
          message
        }
        ... on TrainingFinishedEvent {
          runId
          status
          message
        }
        ... on VersionLiveEvent {
          number
          message
        }
      }
    }
  `,
  [PAIR, QUESTION],
);

export type QuestionEvent = ResultOf<typeof FOLLOW_QUESTIONS>["generatedQuery"];
export type SessionEvent = ResultOf<typeof FOLLOW_SESSION>["sessionUpdated"];
export type QuestionRow = ResultOf<typeof QUESTION>;
export type PairRow = ResultOf<typeof PAIR>;
export type Category = PairRow["category"];
export type Difficulty = PairRow["difficulty"];
