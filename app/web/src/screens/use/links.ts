import { graphql, type ResultOf } from "../../api/graphql";

export const SHARE_LINK = graphql(`
  fragment ShareLinkRow on ShareLink {
    id
    name
    prefix
    origins
    createdBy
    createdByName
    lastUsedAt
    expiresAt
    revokedAt
  }
`);

export const SHARE_LINKS = graphql(
  `
    query ShareLinks($agentId: ID!) {
      shareLinks(agentId: $agentId, first: 100) {
        nodes {
          ...ShareLinkRow
        }
      }
    }
  `,
  [SHARE_LINK],
);

export const CREATE_SHARE_LINK = graphql(
  `
    mutation CreateShareLink($input: CreateShareLinkInput!) {
      createShareLink(input: $input) {
        __typename
        ... on ShareLinkCreated {
          path
          shareLink {
            ...ShareLinkRow
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [SHARE_LINK],
);

export const REVOKE_SHARE_LINK = graphql(`
  mutation RevokeShareLink($id: ID!) {
    revokeShareLink(input: { shareLinkId: $id }) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

export type ShareLink = ResultOf<typeof SHARE_LINK>;

/** The line for other sites. `path`: `/chat/PREFIX#SECRET`. */
export function embedding(origin: string, path: string): string {
  return `<script src="${origin}/embed.js" data-chat="${path.slice("/chat/".length)}" async></script>`;
}
