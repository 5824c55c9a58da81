// What Relay makes of `/graphql`: documents compiled against schema.graphql by its compiler, run by its runtime.
// Arguments: origin, token, slug of an agent with 5 pairs and a session. Prints one JSON object.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "graphql-ws";
import compiler from "relay-compiler";
import runtime from "relay-runtime";
import WebSocket from "ws";

const { Environment, Network, Observable, RecordSource, Store } = runtime;
const [origin, token, slug] = process.argv.slice(2);

/** The folder with the artifacts. The compiler fails where a document, or the schema, is not as Relay needs it. */
function compiled() {
  const folder = mkdtempSync(join(tmpdir(), "relay-"));
  process.on("exit", () => rmSync(folder, { recursive: true }));
  copyFileSync(fileURLToPath(import.meta.url), join(folder, "relay.js"));
  copyFileSync(new URL("../../../schema.graphql", import.meta.url), join(folder, "schema.graphql"));
  const config = { src: ".", schema: "schema.graphql", language: "javascript", eagerEsModules: false };
  writeFileSync(join(folder, "relay.config.json"), JSON.stringify(config));
  execFileSync(compiler, ["relay.config.json"], { cwd: folder, stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  return folder;
}

const artifact = createRequire(join(compiled(), "relay.js"));

/** As Relay's Babel plugin does it: the artifact in place of the text. */
function graphql([text]) {
  const [, name] = /^\s*(?:query|fragment|mutation|subscription) (\w+)/.exec(text);
  return artifact(`./__generated__/${name}.graphql.js`);
}

const AGENT = graphql`
  query relayAgentQuery($slug: String!, $count: Int) {
    viewer { subject }
    agent(slug: $slug) { ...relay_pairs @arguments(first: $count) }
  }
`;
const END = graphql`
  query relayEndQuery($slug: String!, $count: Int) {
    agent(slug: $slug) { ...relay_pairs @arguments(last: $count) }
  }
`;
const PAIRS = graphql`
  fragment relay_pairs on Agent
  @refetchable(queryName: "relayPairsQuery")
  @argumentDefinitions(
    first: { type: "Int" }
    after: { type: "String" }
    last: { type: "Int" }
    before: { type: "String" }
  ) {
    id
    pairs(first: $first, after: $after, last: $last, before: $before, order: OLDEST_FIRST)
      @connection(key: "relay_pairs", filters: ["order"]) {
      __id
      totalCount
      pageInfo { startCursor endCursor }
      edges { node { id response session { id } } }
    }
  }
`;
const UPDATE = graphql`
  mutation relayUpdateMutation($input: UpdatePairInput!) {
    updatePair(input: $input) {
      ... on PairUpdated { pair { response } }
      ... on Problem { code message }
    }
  }
`;
const ADD = graphql`
  mutation relayAddMutation($input: AddPairInput!, $connections: [ID!]!) {
    addPair(input: $input) {
      ... on PairSaved { pair @appendNode(connections: $connections, edgeTypeName: "TrainingPairEdge") { response } }
      ... on Problem { code message }
    }
  }
`;
const DELETE = graphql`
  mutation relayDeleteMutation($pairId: ID!, $connections: [ID!]!) {
    deletePair(pairId: $pairId) { ... on PairDeleted { pair { id @deleteEdge(connections: $connections) } } }
  }
`;
const EVENTS = graphql`
  subscription relayEventsSubscription($session: ID!, $after: String) {
    sessionUpdated(sessionId: $session, after: $after) {
      cursor
      __typename
      ... on PairSavedEvent { pair { response } }
    }
  }
`;

const asked = [];
const headers = { Authorization: `Bearer ${token}`, "content-type": "application/json" };
const sockets = createClient({ url: `${origin.replace(/^http/, "ws")}/graphql`, webSocketImpl: WebSocket, connectionParams: { token } });

async function fetchOnce({ text, name }, variables) {
  asked.push(name);
  const body = JSON.stringify({ query: text, operationName: name, variables });
  return (await fetch(`${origin}/graphql`, { method: "POST", headers, body })).json();
}

const subscribe = ({ text, name }, variables) =>
  Observable.create((sink) => sockets.subscribe({ query: text, operationName: name, variables }, sink));

const warnings = []; // Relay warns where records of one id differ, or a field is missing in an answer
console.error = (...words) => warnings.push(words.join(" "));
const environment = new Environment({ network: Network.create(fetchOnce, subscribe), store: new Store(new RecordSource()) });

/** What a component with the fragment would show. */
const shown = (reference) => environment.lookup(runtime.getSelector(PAIRS, reference)).data;
const responses = (reference) => shown(reference).pairs.edges.map(({ node }) => node.response);

/** As loadNext and loadPrevious of usePaginationFragment do it: by the query over `node(id:)` that the compiler wrote. */
async function turned(direction, reference, count) {
  const { id, pairs } = shown(reference);
  const { paginationMetadata, paginationRequest } = runtime.getPaginationMetadata(PAIRS, "relay_pairs");
  const { identifierInfo } = runtime.getRefetchMetadata(PAIRS, "relay_pairs");
  const variables = runtime.getPaginationVariables(
    direction,
    count,
    direction === "forward" ? pairs.pageInfo.endCursor : pairs.pageInfo.startCursor,
    runtime.getSelector(PAIRS, reference).variables,
    { [identifierInfo.identifierQueryVariableName]: id },
    paginationMetadata,
  );
  await runtime.fetchQuery(environment, paginationRequest, variables).toPromise();
  return responses(reference);
}

const committed = (mutation, variables) =>
  new Promise((onCompleted, onError) => {
    runtime.commitMutation(environment, { mutation, variables, onCompleted, onError });
  });

const happened = (variables, enough) =>
  new Promise((resolve, onError) => {
    const events = [];
    const subscription = runtime.requestSubscription(environment, {
      subscription: EVENTS,
      variables,
      onError,
      onNext: ({ sessionUpdated: event }) => {
        events.push(event);
        if (events.length < enough) return;
        resolve(events.slice(0, enough));
        setTimeout(() => subscription.dispose());
      },
    });
  });

/** A query whose records stay in the store, and what its fragments refer to. */
async function kept(query, variables) {
  environment.retain(runtime.createOperationDescriptor(runtime.getRequest(query), variables));
  return runtime.fetchQuery(environment, query, variables).toPromise();
}

const said = {};
const { viewer, agent } = await kept(AGENT, { slug, count: 2 });
said.viewer = viewer.subject;
said.first = responses(agent);
said.next = await turned("forward", agent, 2);

const { agent: fromTheEnd } = await kept(END, { slug, count: 2 });
said.last = responses(fromTheEnd);
said.previous = await turned("backward", fromTheEnd, 2);

const pair = shown(agent).pairs.edges[0].node;
said.refused = await committed(UPDATE, { input: { pairId: pair.id, response: " " } });
await committed(UPDATE, { input: { pairId: pair.id, response: "Better." } });
said.updated = responses(agent);

const connections = [shown(agent).pairs.__id];
const input = { sessionId: pair.session.id, query: "Is this the last one?", response: "Yes." };
await committed(ADD, { input, connections });
said.appended = responses(agent);
await committed(DELETE, { pairId: pair.id, connections });
said.deleted = responses(agent);

said.events = await happened({ session: pair.session.id }, 3);
await sockets.dispose();
console.log(JSON.stringify({ ...said, asked, warnings }));
process.exit(0); // the store's timers would keep it
