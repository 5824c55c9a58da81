import { graphql, type ResultOf } from "../api/graphql";
import { PAIR, QUESTION } from "./events";
import { answerOf, exchangeOf, type Item, type Transcript } from "./transcript";

/** All that a screen needs to show a conversation and then to follow it without a gap. */
export const SESSION = graphql(
  `
    query CoachSession($id: ID!) {
      session(id: $id) {
        id
        status
        welcome
        targetPairs
        pairCount
        createdAt
        lastEventCursor
        currentQuery {
          ...Question
        }
        queries(first: 100) {
          edges {
            node {
              ...Question
            }
          }
        }
        pairs(first: 100) {
          edges {
            node {
              ...Pair
            }
          }
        }
        agent {
          id
          name
          runs(first: 20) {
            edges {
              node {
                id
                status
                reason
                queuedAt
                finishedAt
              }
            }
          }
        }
      }
    }
  `,
  [QUESTION, PAIR],
);

export type LoadedSession = ResultOf<typeof SESSION>["session"];
type LoadedRun = LoadedSession["agent"]["runs"]["edges"][number]["node"];

export function transcriptOf(session: LoadedSession): Transcript {
  const pairs = session.pairs.edges.map(({ node }) => node);
  const answers = new Map(pairs.map((pair) => [pair.generatedQuery?.id, pair]));
  const current = session.currentQuery;
  const entries: [time: string, item: Item][] = [];

  for (const { node: query } of session.queries.edges) {
    const pair = answers.get(query.id);
    if (pair) entries.push([pair.createdAt, exchangeOf(query, answerOf(pair, "Training pair saved"))]);
    else if (query.status === "SKIPPED") entries.push([query.createdAt, exchangeOf(query)]);
  }
  const asked = new Set(session.queries.edges.map(({ node }) => node.id));
  for (const pair of pairs.filter((one) => one.generatedQuery === null || !asked.has(one.generatedQuery.id))) {
    const { query: text, category, context, difficulty } = pair;
    const about = { text, category, context, difficulty, isFallback: false, skipReason: null, state: "over" as const };
    entries.push([
      pair.createdAt,
      {
        kind: "exchange",
        id: pair.generatedQuery?.id ?? pair.id,
        question: { ...about, isOwn: pair.generatedQuery === null },
        answer: answerOf(pair, "Training pair saved"),
      },
    ]);
  }
  const runs = session.agent.runs.edges.map(({ node }) => node);
  for (const run of runs.filter((one) => one.queuedAt >= session.createdAt)) entries.push(...notices(run));

  entries.sort(([a], [b]) => Date.parse(a) - Date.parse(b));
  const items = entries.map(([, item]) => item);
  if (current && !answers.has(current.id)) items.push(exchangeOf(current));
  const { pairCount, targetPairs } = session;
  return { items, pairCount, targetPairs, news: 0, runId: null };
}

function notices(run: LoadedRun): [string, Item][] {
  const begun: Item = { kind: "notice", id: `begun-${run.id}`, tone: "plain", text: "A training started." };
  if (run.finishedAt === null) return [[run.queuedAt, begun]];
  const isLive = run.status === "SUCCEEDED";
  const text = run.reason ?? "The training ended without a new version.";
  return [
    [run.queuedAt, begun],
    [run.finishedAt, { kind: "notice", id: `ended-${run.id}`, tone: isLive ? "good" : "plain", text }],
  ];
}
