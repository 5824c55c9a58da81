import { ask } from "../api/client";
import { say } from "../language/say";
import { graphql, type ResultOf } from "../api/graphql";
import { PAIR, QUESTION, type PairRow, type QuestionRow } from "./events";
import { answerOf, exchangeOf, type Answer, type Item, type Transcript } from "./items";

const ROWS = graphql(
  `
    fragment ConversationRows on Session {
      queries(first: 100, after: $queriesAfter) {
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            ...Question
          }
        }
      }
      pairs(first: 100, after: $pairsAfter) {
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            ...Pair
          }
        }
      }
    }
  `,
  [QUESTION, PAIR],
);

/** All that a screen needs to show a conversation and then to follow it without a gap. */
const SESSION = graphql(
  `
    query CoachSession($id: ID!, $queriesAfter: String, $pairsAfter: String) {
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
        preparedQueries {
          ...Question
        }
        ...ConversationRows
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
  [QUESTION, ROWS],
);

let ahead: { sessionId: string; session: Promise<LoadedSession> } | null = null;

/** Asks for a conversation before anything is drawn: it waits for the agent otherwise, and a phone sees it 0.5 s later. */
export function readAhead(sessionId: string): void {
  const session = loaded(sessionId);
  session.catch(() => undefined); // who reads it hears of it
  ahead = { sessionId, session };
}

/** Throws Failure. */
export function readSession(sessionId: string): Promise<LoadedSession> {
  const asked = ahead?.sessionId === sessionId ? ahead.session : loaded(sessionId);
  ahead = null;
  return asked;
}

async function loaded(sessionId: string): Promise<LoadedSession> {
  return (await ask(SESSION, { id: sessionId })).session;
}

/** What was said before the rows that are loaded already. */
const EARLIER = graphql(
  `
    query EarlierInSession($id: ID!, $queriesAfter: String, $pairsAfter: String) {
      session(id: $id) {
        ...ConversationRows
      }
    }
  `,
  [ROWS],
);

export type LoadedSession = ResultOf<typeof SESSION>["session"];
type Entry = [time: string, item: Item];
type LoadedRun = LoadedSession["agent"]["runs"]["edges"][number]["node"];

/** The questions and answers of a conversation as far as they were loaded, newest page first. */
export class History {
  #queries: QuestionRow[] = [];
  #pairs: PairRow[] = [];
  #next: { queriesAfter: string | null; pairsAfter: string | null } | null = null;

  constructor(readonly session: LoadedSession) {
    this.#take(session);
  }

  get hasMore(): boolean {
    return this.#next !== null;
  }

  transcript(): Transcript {
    const { currentQuery: current, preparedQueries: prepared, pairCount, targetPairs, createdAt, agent } = this.session;
    const entries = this.#exchanges();
    const runs = agent.runs.edges.map(({ node }) => node);
    for (const run of runs.filter(({ queuedAt }) => queuedAt >= createdAt)) entries.push(...notices(run));
    const items = inOrder(entries);
    if (current && !this.#pairs.some((pair) => pair.generatedQuery?.id === current.id)) items.push(exchangeOf(current));
    return { items, prepared, pairCount, targetPairs, news: 0, runId: null };
  }

  /** Loads what was said before, at least one exchange if there is one, oldest first. Throws Failure. */
  async earlier(): Promise<Item[]> {
    const shown = new Set(this.#exchanges().map(([, { id }]) => id));
    let found: Entry[] = [];
    while (this.#next !== null && found.length === 0) {
      this.#take((await ask(EARLIER, { id: this.session.id, ...this.#next })).session);
      found = this.#exchanges().filter(([, { id }]) => !shown.has(id));
    }
    return inOrder(found);
  }

  #take({ queries, pairs }: ResultOf<typeof ROWS>): void {
    this.#queries.push(...queries.edges.map(({ node }) => node));
    this.#pairs.push(...pairs.edges.map(({ node }) => node));
    const hasMore = queries.pageInfo.hasNextPage || pairs.pageInfo.hasNextPage;
    const { queriesAfter, pairsAfter } = this.#next ?? { queriesAfter: null, pairsAfter: null };
    this.#next = hasMore
      ? { queriesAfter: queries.pageInfo.endCursor ?? queriesAfter, pairsAfter: pairs.pageInfo.endCursor ?? pairsAfter }
      : null;
  }

  #exchanges(): Entry[] {
    const entries: Entry[] = [];
    const answers = new Map(this.#pairs.map((pair) => [pair.generatedQuery?.id, pair]));
    const numbers = new Map(this.#pairs.map(({ id }, at) => [id, this.session.pairCount - at])); // the newest first
    const saved = (pair: PairRow) => answerOf(pair, say.coach.saved(numbers.get(pair.id) ?? 0, this.session.targetPairs));
    for (const query of this.#queries) {
      const pair = answers.get(query.id);
      if (pair) entries.push([pair.createdAt, exchangeOf(query, saved(pair))]);
      else if (wasLeft(query)) entries.push([query.endedAt ?? query.createdAt, exchangeOf(query)]);
    }
    const asked = new Set(this.#queries.map(({ id }) => id));
    for (const pair of this.#pairs.filter((one) => one.generatedQuery === null || !asked.has(one.generatedQuery.id))) {
      entries.push([pair.createdAt, exchangeOfPair(pair, saved(pair))]);
    }
    return entries;
  }
}

/** Shown, and then skipped or put aside; what was thrown away unseen belongs to no conversation. */
function wasLeft({ status, openedAt }: QuestionRow): boolean {
  return status === "SKIPPED" || (status === "DISCARDED" && openedAt !== null);
}

function exchangeOfPair(pair: PairRow, answer: Answer): Item {
  const { query: text, category, context, difficulty, earlier } = pair;
  const isOwn = pair.generatedQuery === null;
  const about = { text, category, context, difficulty, earlier, isOwn, fallbackReason: null, topicsNeeded: 0, skipReason: null };
  return { kind: "exchange", id: pair.generatedQuery?.id ?? pair.id, opener: null, question: { ...about, state: "over" }, answer };
}

function inOrder(entries: Entry[]): Item[] {
  return entries.sort(([a], [b]) => Date.parse(a) - Date.parse(b)).map(([, item]) => item);
}

function notices(run: LoadedRun): Entry[] {
  const begun: Item = { kind: "notice", id: `begun-${run.id}`, tone: "plain", text: say.coach.trainingStarted };
  if (run.finishedAt === null) return [[run.queuedAt, begun]];
  const isLive = run.status === "SUCCEEDED";
  const text = run.reason ?? say.coach.trainingEnded;
  return [
    [run.queuedAt, begun],
    [run.finishedAt, { kind: "notice", id: `ended-${run.id}`, tone: isLive ? "good" : "plain", text }],
  ];
}
