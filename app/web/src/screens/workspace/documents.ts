import { graphql, type ResultOf } from "../../api/graphql";

export const MEMBER = graphql(`
  fragment MemberRow on Member {
    id
    subject
    name
    role
    createdAt
  }
`);

export const INVITATION = graphql(`
  fragment InvitationRow on Invitation {
    id
    name
    role
    state
    createdAt
    expiresAt
  }
`);

export const API_KEY = graphql(`
  fragment ApiKeyRow on ApiKey {
    id
    name
    role
    prefix
    createdAt
    lastUsedAt
    expiresAt
    revokedAt
  }
`);

export const PEOPLE = graphql(
  `
    query People {
      members(first: 100) {
        pageInfo {
          hasNextPage
        }
        edges {
          node {
            ...MemberRow
          }
        }
      }
      invitations(first: 100) {
        edges {
          node {
            ...InvitationRow
          }
        }
      }
    }
  `,
  [MEMBER, INVITATION],
);

export const KEYS = graphql(
  `
    query Keys {
      apiKeys(first: 100) {
        edges {
          node {
            ...ApiKeyRow
          }
        }
      }
    }
  `,
  [API_KEY],
);

export const UPDATE_MEMBER = graphql(
  `
    mutation UpdateMember($input: UpdateMemberInput!) {
      updateMember(input: $input) {
        __typename
        ... on MemberUpdated {
          member {
            ...MemberRow
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [MEMBER],
);

export const REMOVE_MEMBER = graphql(`
  mutation RemoveMember($memberId: ID!) {
    removeMember(input: { memberId: $memberId }) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const INVITE = graphql(
  `
    mutation InviteMember($input: InviteMemberInput!) {
      inviteMember(input: $input) {
        __typename
        ... on MemberInvited {
          path
          expiresAt
          invitation {
            ...InvitationRow
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [INVITATION],
);

export const WITHDRAW = graphql(`
  mutation WithdrawInvitation($id: ID!) {
    withdrawInvitation(input: { id: $id }) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const CREATE_KEY = graphql(
  `
    mutation CreateApiKey($input: CreateApiKeyInput!) {
      createApiKey(input: $input) {
        __typename
        ... on ApiKeyCreated {
          secret
          apiKey {
            ...ApiKeyRow
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [API_KEY],
);

export const REVOKE_KEY = graphql(`
  mutation RevokeApiKey($id: ID!) {
    revokeApiKey(input: { id: $id }) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const TEAMS = graphql(`
  query Teams($after: String) {
    workspaces(first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          name
          memberCount
          createdAt
        }
      }
    }
  }
`);

export const CREATE_TEAM = graphql(`
  mutation CreateWorkspace($input: CreateWorkspaceInput!) {
    createWorkspace(input: $input) {
      __typename
      ... on WorkspaceCreated {
        path
        expiresAt
        workspace {
          id
          name
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const LOG = graphql(`
  query AuditLog($actor: String, $action: AuditAction, $after: String) {
    auditLog(first: 50, after: $after, actor: $actor, action: $action) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          actor
          actorName
          action
          at
          agentId
        }
      }
    }
  }
`);

export const ACTORS = graphql(`
  query Actors {
    members(first: 100) {
      edges {
        node {
          id
          subject
          name
        }
      }
    }
    apiKeys(first: 100) {
      edges {
        node {
          id
          name
          prefix
        }
      }
    }
    agents(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`);

export type Member = ResultOf<typeof MEMBER>;
export type Invitation = ResultOf<typeof INVITATION>;
export type ApiKey = ResultOf<typeof API_KEY>;
export type Entry = ResultOf<typeof LOG>["auditLog"]["edges"][number]["node"];
export type Action = Entry["action"];
