// What real GraphQL clients make of `/graphql`, each as its documentation shows it.
// Arguments: origin (http://127.0.0.1:8000), token, id of a session. Prints one JSON object.
import { ApolloClient, HttpLink, InMemoryCache, gql, split } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { OperationTypeNode } from "graphql";
import { createClient as createSse } from "graphql-sse";
import { createClient as createWs } from "graphql-ws";
import { Client, cacheExchange, fetchExchange, subscriptionExchange } from "@urql/core";
import WebSocket from "ws";

const [origin, token, sessionId] = process.argv.slice(2);
const url = `${origin}/graphql`;
const wsUrl = url.replace(/^http/, "ws");
const headers = { Authorization: `Bearer ${token}` };
const QUERY = "query { viewer { subject } }";
const SUBSCRIPTION = "subscription ($id: ID!) { sessionUpdated(sessionId: $id) { __typename cursor } }";
const variables = { id: sessionId };

const first = (data) => `${data.sessionUpdated.__typename} ${data.sessionUpdated.cursor}`;
const overWs = () => createWs({ url: wsUrl, webSocketImpl: WebSocket, connectionParams: { token } });

async function viaFetch() {
  const body = JSON.stringify({ query: QUERY });
  const response = await fetch(url, { method: "POST", headers: { ...headers, "content-type": "application/json" }, body });
  return { query: (await response.json()).data.viewer.subject };
}

/** Every setting as it comes: the header Accept names event streams, queries go by GET or POST as urql likes. */
async function urql() {
  const ws = overWs();
  const forward = (request, operation) => ({
    subscribe: (sink) => ({ unsubscribe: ws.subscribe({ ...request, query: request.query ?? "" }, sink, operation) }),
  });
  const said = {};
  for (const [name, exchanges] of [
    ["events", [cacheExchange, fetchExchange]],
    ["socket", [cacheExchange, fetchExchange, subscriptionExchange({ forwardSubscription: forward })]],
  ]) {
    const client = new Client({ url, exchanges, fetchOptions: { headers }, fetchSubscriptions: name === "events" });
    const { data, error } = await client.query(QUERY, {});
    if (error) throw error;
    said.query = data.viewer.subject;
    said[name] = await new Promise((resolve, reject) => {
      const { unsubscribe } = client.subscription(SUBSCRIPTION, variables).subscribe((result) => {
        if (result.error) reject(result.error);
        else resolve(first(result.data));
        setTimeout(() => unsubscribe());
      });
    });
  }
  await ws.dispose();
  return said;
}

async function apollo() {
  const ws = overWs();
  const link = split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(ws),
    new HttpLink({ uri: url, headers }),
  );
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const { data } = await client.query({ query: gql(QUERY) });
  const socket = await new Promise((resolve, reject) => {
    const subscription = client.subscribe({ query: gql(SUBSCRIPTION), variables }).subscribe({
      next: (result) => {
        if (result.error) reject(result.error);
        else resolve(first(result.data));
        setTimeout(() => subscription.unsubscribe());
      },
      error: reject,
    });
  });
  client.stop();
  await ws.dispose();
  return { query: data.viewer.subject, socket };
}

async function graphqlWs() {
  const ws = overWs();
  for await (const { data } of ws.iterate({ query: SUBSCRIPTION, variables })) {
    await ws.dispose();
    return { socket: first(data) };
  }
}

async function graphqlSse(singleConnection) {
  const client = createSse({ url, singleConnection, headers, retryAttempts: 0 });
  const said = {};
  for await (const { data } of client.iterate({ query: QUERY })) said.query = data.viewer.subject;
  for await (const { data } of client.iterate({ query: SUBSCRIPTION, variables })) {
    said.events = first(data);
    break;
  }
  client.dispose();
  return said;
}

const clients = { fetch: viaFetch, urql, apollo, "graphql-ws": graphqlWs, "graphql-sse": () => graphqlSse(false), "graphql-sse single": () => graphqlSse(true) };
const said = {};
for (const [name, run] of Object.entries(clients)) {
  said[name] = await run().catch((error) => String(error?.message ?? error));
}
console.log(JSON.stringify(said));
process.exit(0); // agents of some clients keep sockets open for a while
