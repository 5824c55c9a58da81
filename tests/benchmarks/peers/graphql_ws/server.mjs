// The same subscription on graphql-ws, the reference implementation of the protocol. `node --expose-gc server.mjs PORT`.
// Events live in memory alone and come by POST /publish, so it is spared the database and the broker.
import { createServer } from "node:http";
import { buildSchema } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";

const schema = buildSchema(`
  enum RunStatus { QUEUED RUNNING SUCCEEDED FAILED }
  interface TrainingProgressEvent { cursor: String! }
  type RunStatusEvent implements TrainingProgressEvent { cursor: String! status: RunStatus! message: String! }
  type RunProgressEvent implements TrainingProgressEvent {
    cursor: String! step: Int! totalSteps: Int! loss: Float holdoutLoss: Float tokensPerSecond: Float secondsLeft: Float
  }
  type Query { ready: Boolean! }
  type Subscription { trainingProgress(runId: ID!, after: String): TrainingProgressEvent! }
`);

// The lightest source that loses nothing: all subscribers of a run wait for one and the same promise.
const runs = new Map();

function link() {
  const item = {};
  item.filled = new Promise((resolve) => (item.fill = resolve));
  return item;
}

schema.getSubscriptionType().getFields().trainingProgress.subscribe = async function* (_root, { runId }) {
  if (!runs.has(runId)) runs.set(runId, link());
  let item = runs.get(runId);
  for (;;) {
    const { event, next } = await item.filled;
    yield { trainingProgress: event };
    item = next;
  }
};

const server = createServer((request, response) => {
  if (request.method === "GET") {
    globalThis.gc();
    response.end();
    return;
  }
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const { runId, event } = JSON.parse(Buffer.concat(chunks).toString());
    const next = link();
    const item = runs.get(runId);
    runs.set(runId, next);
    item?.fill({ event, next });
    response.end();
  });
});

useServer({ schema }, new WebSocketServer({ server, path: "/graphql", perMessageDeflate: false }));
server.listen({ port: Number(process.argv[2]), host: "127.0.0.1", backlog: 4096 }, () => console.log("ready"));
