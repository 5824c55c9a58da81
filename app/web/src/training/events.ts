import { graphql, type ResultOf } from "../api/graphql";

export const RUN = graphql(`
  query Run($id: ID!) {
    trainingRun(id: $id) {
      id
      trigger
      status
      pairCount
      newPairCount
      leftOutPairs
      step
      totalSteps
      loss
      holdoutLoss
      tokensPerSecond
      secondsLeft
      reason
      failureCode: failure
      queuedAt
      startedAt
      finishedAt
      lastEventCursor
      curve {
        step
        loss
        holdoutLoss
      }
      samples {
        step
        samples {
          pairId
          query
          expected
          answer
        }
      }
      version {
        id
        number
        status
      }
      agent {
        id
        name
        liveVersion {
          id
          number
        }
      }
      receipt {
        learned
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
      report {
        verdict
        sentence
        reasons
        truth {
          tries
          right
          invented
          against
          degenerate
          wrong {
            query
            answer
            faults
          }
        }
        better
        same
        worse
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
`);

export const FOLLOW_RUN = graphql(`
  subscription FollowRun($runId: ID!, $after: String) {
    trainingProgress(runId: $runId, after: $after) {
      __typename
      cursor
      ... on RunStatusEvent {
        status
        message
      }
      ... on RunProgressEvent {
        step
        totalSteps
        loss
        holdoutLoss
        tokensPerSecond
        secondsLeft
      }
      ... on RunSamplesEvent {
        step
        samples {
          pairId
          query
          expected
          answer
        }
      }
      ... on RunFinishedEvent {
        status
        reason
        number
      }
    }
  }
`);

export type LoadedRun = ResultOf<typeof RUN>["trainingRun"];
export type RunEvent = ResultOf<typeof FOLLOW_RUN>["trainingProgress"];
export type RunStatus = LoadedRun["status"];
