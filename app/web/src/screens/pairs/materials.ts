import { graphql, type ResultOf } from "../../api/graphql";

export const MATERIALS = graphql(`
  query Materials($agentId: ID!) {
    agent(id: $agentId) {
      id
      materials(first: 50) {
        edges {
          node {
            id
            name
            questions
            proposedCount
            createdAt
          }
        }
      }
    }
  }
`);

export const ADD_MATERIAL = graphql(`
  mutation AddMaterial($input: AddMaterialInput!) {
    addMaterial(input: $input) {
      __typename
      ... on MaterialAdded {
        material {
          id
          questions
        }
        proposedCount
        duplicateCount
        notices
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const DELETE_MATERIAL = graphql(`
  mutation DeleteMaterial($materialId: ID!) {
    deleteMaterial(input: { materialId: $materialId }) {
      __typename
      ... on MaterialDeleted {
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

export const PROPOSALS = graphql(`
  query Proposals($agentId: ID!) {
    agent(id: $agentId) {
      id
      materials(first: 50) {
        edges {
          node {
            id
            proposedCount
          }
        }
      }
    }
    proposedPairs(agentId: $agentId, status: PROPOSED, first: 20) {
      pageInfo {
        hasNextPage
      }
      edges {
        node {
          id
          earlier {
            speaker
            content
          }
          query
          response
          material {
            id
            name
          }
        }
      }
    }
  }
`);

export const CONFIRM = graphql(`
  mutation ConfirmProposedPair($id: ID!, $query: String, $response: String) {
    confirmProposedPair(input: { id: $id, query: $query, response: $response }) {
      __typename
      ... on ProposedPairConfirmed {
        proposedPair {
          id
        }
        trainingRun {
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

export const CONFIRM_ALL = graphql(`
  mutation ConfirmProposedPairs($agentId: ID!) {
    confirmProposedPairs(input: { agentId: $agentId }) {
      __typename
      ... on ProposedPairsConfirmed {
        notices
        trainingRun {
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

export const PUT_ASIDE = graphql(`
  mutation DismissProposedPair($id: ID!) {
    dismissProposedPair(input: { id: $id }) {
      __typename
      ... on ProposedPairDismissed {
        proposedPair {
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

export type Proposal = ResultOf<typeof PROPOSALS>["proposedPairs"]["edges"][number]["node"];
