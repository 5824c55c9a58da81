import { ask, send } from "../api/client";
import { graphql, type ResultOf, type VariablesOf } from "../api/graphql";

const TOPICS = graphql(`
  fragment Topics on Agent {
    id
    name
    language
    baseModelNotice
    topics {
      id
      name
      category
      weight
      source
      questions
      isOn
      confidence
      asked
      skipped
      answered
    }
  }
`);

export const AGENT_TOPICS = graphql(
  `
    query AgentTopics($agentId: ID!) {
      agent(id: $agentId) {
        ...Topics
      }
    }
  `,
  [TOPICS],
);

const UPDATE_TOPICS = graphql(
  `
    mutation UpdateTopics($input: UpdateTopicsInput!) {
      updateTopics(input: $input) {
        __typename
        ... on TopicsUpdated {
          agent {
            ...Topics
          }
        }
        ... on Problem {
          code
          message
        }
        ... on InvalidInput {
          field
        }
      }
    }
  `,
  [TOPICS],
);

export const PACKS = graphql(`
  query TopicPacks($language: String!) {
    topicPacks(language: $language) {
      id
      name
      topics
    }
  }
`);

export const ADD_PACK = graphql(
  `
    mutation AddTopicPack($input: AddTopicPackInput!) {
      addTopicPack(input: $input) {
        __typename
        ... on TopicsUpdated {
          agent {
            ...Topics
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [TOPICS],
);

export const SET_LANGUAGE = graphql(
  `
    mutation SetLanguage($input: UpdateAgentInput!) {
      updateAgent(input: $input) {
        __typename
        ... on AgentUpdated {
          agent {
            ...Topics
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [TOPICS],
);

export const ADD_REAL_QUESTIONS = graphql(`
  mutation AddRealQuestions($input: AddRealQuestionsInput!) {
    addRealQuestions(input: $input) {
      __typename
      ... on MaterialAdded {
        material {
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

export type Topic = ResultOf<typeof TOPICS>["topics"][number];
export type TopicInput = VariablesOf<typeof UPDATE_TOPICS>["input"]["topics"][number];

/**
 * Changes the list as it is now: the server may have found topics since it was shown. What shows it follows by itself.
 * Throws Failure.
 */
export async function changeTopics(agentId: string, change: (topics: Topic[]) => TopicInput[]): Promise<void> {
  const { agent } = await ask(AGENT_TOPICS, { agentId });
  await send(UPDATE_TOPICS, { input: { agentId, topics: change(agent.topics) } });
}
