import { graphql, type ResultOf } from "../../api/graphql";

export const WEBHOOK = graphql(`
  fragment WebhookRow on Webhook {
    id
    url
    kinds
    isOn
    offReason
    failingSince
    deliveries(first: 5) {
      edges {
        node {
          id
          kind
          status
          tries
          answer
          problem
          createdAt
        }
      }
    }
  }
`);

export const WEBHOOKS = graphql(
  `
    query Webhooks {
      webhooks(first: 20) {
        edges {
          node {
            ...WebhookRow
          }
        }
      }
    }
  `,
  [WEBHOOK],
);

export const CREATE_WEBHOOK = graphql(`
  mutation CreateWebhook($input: CreateWebhookInput!) {
    createWebhook(input: $input) {
      __typename
      ... on WebhookCreated {
        secret
        webhook {
          id
          url
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const SWITCH_WEBHOOK = graphql(`
  mutation UpdateWebhook($input: UpdateWebhookInput!) {
    updateWebhook(input: $input) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const ROTATE_SECRET = graphql(`
  mutation RotateWebhookSecret($webhookId: ID!) {
    rotateWebhookSecret(input: { webhookId: $webhookId }) {
      __typename
      ... on WebhookSecretRotated {
        secret
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const SEND_TEST = graphql(`
  mutation SendTestEvent($webhookId: ID!) {
    sendTestEvent(input: { webhookId: $webhookId }) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const DELETE_WEBHOOK = graphql(`
  mutation DeleteWebhook($webhookId: ID!) {
    deleteWebhook(input: { webhookId: $webhookId }) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

export type Webhook = ResultOf<typeof WEBHOOK>;
export type Kind = Webhook["kinds"][number];
export type Delivery = Webhook["deliveries"]["edges"][number]["node"];
