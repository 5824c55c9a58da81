import { describe, expect, it } from "vitest";
import { nextPrepared } from "./ahead";
import type { PairRow, QuestionEvent, QuestionRow, SessionEvent } from "./events";
import { currentExchange, exchangeOf, type Transcript } from "./items";
import { change, EMPTY, type Change } from "./transcript";

const earlier: QuestionRow["earlier"] = [];
const about = { category: "BILLING", context: "florist", difficulty: "EASY" } as const;

function started(cursor: number, queryId: string, attempt = 1): Change {
  const event = { __typename: "QueryStartedEvent", cursor: `${cursor}`, queryId, ...about, earlier, attempt } as const;
  return { type: "question", event: event satisfies QuestionEvent };
}
function delta(cursor: number, queryId: string, offset: number, text: string): Change {
  return { type: "question", event: { __typename: "QueryDeltaEvent", cursor: `${cursor}`, queryId, offset, text } };
}
function ready(cursor: number, queryId: string, text: string): Change {
  const event = { __typename: "QueryReadyEvent", cursor: `${cursor}`, queryId, text, source: "MODEL", ...about, earlier } as const;
  return { type: "question", event };
}
function pair(id: string, queryId: string | null, response = "Do this."): PairRow {
  const generatedQuery = queryId === null ? null : { id: queryId };
  return { id, query: "How?", response, ...about, earlier, createdAt: "2026-01-01T00:00:00Z", isLeftOut: false, draftDiff: null, generatedQuery };
}
function savedEvent(cursor: number, row: PairRow, pairCount = 1): Change {
  const message = `Training pair saved (${pairCount}/20)`;
  const event = { __typename: "PairSavedEvent", cursor: `${cursor}`, pairId: row.id, pairCount, targetPairs: 20 } as const;
  return { type: "session", event: { ...event, message, pair: row } satisfies SessionEvent };
}
function row(id: string, text: string, status: QuestionRow["status"]): QuestionRow {
  const rest = { fallbackReason: null, needsTopics: false, skipReason: null, createdAt: "2026-01-01T00:00:00Z", openedAt: null, endedAt: null, firstEventCursor: "0" };
  return { id, status, source: "MODEL", text, ...about, earlier, ...rest };
}
function answering(queryId: string, key: string, next: string | null = null): Change {
  const exchange = exchangeOf(row(queryId, "How?", "OPEN"), { text: "Do this.", key, pairId: null, state: "sending", note: null, more: [], changes: null });
  return { type: "answering", exchange: { ...exchange, question: { ...exchange.question, state: "over" } }, next };
}
function play(...changes: Change[]): Transcript {
  return changes.reduce(change, EMPTY);
}
function texts(transcript: Transcript): string[] {
  return transcript.items.map((item) => (item.kind === "notice" ? item.text : item.question.text));
}

describe("a question that streams in", () => {
  it("grows by its deltas and is whole when ready", () => {
    const now = play(started(1, "q"), delta(2, "q", 0, "How "), delta(3, "q", 4, "do I"));
    expect(texts(now)).toEqual(["How do I"]);
    expect(currentExchange(now)?.question.state).toBe("writing");
    const done = change(now, ready(4, "q", "How do I pay?"));
    expect(texts(done)).toEqual(["How do I pay?"]);
    expect(currentExchange(done)?.question.state).toBe("open");
  });

  it("is the same when deltas come twice", () => {
    const now = play(started(1, "q"), delta(2, "q", 0, "How "), delta(2, "q", 0, "How "), delta(3, "q", 4, "do"));
    expect(texts(now)).toEqual(["How do"]);
  });

  it("counts characters as the server does", () => {
    const now = play(started(1, "q"), delta(2, "q", 0, "👋🏽 "), delta(3, "q", 3, "Hi"));
    expect(texts(now)).toEqual(["👋🏽 Hi"]);
  });

  it("leaves a gap alone until the whole text is there", () => {
    const now = play(started(1, "q"), delta(2, "q", 0, "How "), delta(4, "q", 9, "pay"));
    expect(texts(now)).toEqual(["How "]);
    expect(texts(change(now, ready(5, "q", "How do I pay?")))).toEqual(["How do I pay?"]);
  });

  it("starts again at the next attempt", () => {
    const now = play(started(1, "q"), delta(2, "q", 0, "As an AI"), started(3, "q", 2), delta(4, "q", 0, "My bill"));
    expect(texts(now)).toEqual(["My bill"]);
  });

  it("keeps a prepared text when its events arrive late", () => {
    const now = play({ type: "opened", query: row("q", "How?", "OPEN") }, started(1, "q"));
    expect(texts(now)).toEqual(["How?"]);
  });

  it("stays skipped when the model finishes after all", () => {
    const now = play(started(1, "q"), { type: "left", queryId: "q" }, ready(3, "q", "How?"));
    expect(currentExchange(now)).toBeNull();
    expect(now.items[0]).toMatchObject({ question: { state: "skipped" } });
  });

  it("is no longer the current one once it is skipped, and comes back if the server refuses", () => {
    const now = play(started(1, "q"), ready(2, "q", "How?"), { type: "left", queryId: "q" });
    expect(currentExchange(now)).toBeNull();
    const back = change(now, { type: "returned", queryId: "q" });
    expect(currentExchange(back)).toMatchObject({ id: "q", question: { state: "open" } });
  });
});

describe("a question that needs topics", () => {
  const needed = (cursor: number, queryId = "q"): Change => ({
    type: "question", event: { __typename: "TopicsNeededEvent", cursor: `${cursor}`, queryId },
  });
  const asksFor = (now: Transcript) => currentExchange(now)?.question.topicsNeeded;
  const waiting = play(started(1, "q"), needed(2));

  it("says so, stays the current one, and can be skipped", () => {
    expect(asksFor(waiting)).toBe(1);
    expect(currentExchange(waiting)?.question.state).toBe("writing");
    expect(currentExchange(change(waiting, { type: "left", queryId: "q" }))).toBeNull();
  });

  it("is written once there are some", () => {
    const added = change(waiting, { type: "topicsAdded", queryId: "q", needed: 1 });
    expect(asksFor(added)).toBe(0);
    expect(currentExchange(added)?.question.state).toBe("writing");
    const done = change(added, ready(3, "q", "Do you sell gift cards?"));
    expect(currentExchange(done)?.question).toMatchObject({ state: "open", topicsNeeded: 0 });
  });

  it("comes from another tab's topics too", () => {
    expect(asksFor(change(waiting, delta(3, "q", 0, "Do ")))).toBe(0);
    expect(texts(change(waiting, ready(3, "q", "Do you?")))).toEqual(["Do you?"]);
  });

  it("asks again when the new topics gave nothing either, also before the reply is there", () => {
    const again = change(waiting, needed(3));
    expect(asksFor(change(again, { type: "topicsAdded", queryId: "q", needed: 1 }))).toBe(2);
  });

  it("is loaded as such, and not forgotten by a reply that is older than the event", () => {
    const opened = (needsTopics: boolean): Change => ({ type: "opened", query: { ...row("q", "", "GENERATING"), needsTopics } });
    expect(asksFor(play(opened(true)))).toBe(1);
    expect(asksFor(change(waiting, opened(false)))).toBe(1);
    const whole = play(started(1, "q"), ready(2, "q", "Do you?"));
    expect(asksFor(change(whole, opened(true)))).toBe(0);
  });
});

describe("a question that no model wrote", () => {
  it("keeps the reason", () => {
    const event = { __typename: "QueryFallbackEvent", cursor: "2", queryId: "q", text: "How?", source: "FALLBACK", ...about, earlier, reason: "It is empty." } as const;
    const now = play(started(1, "q"), { type: "question", event }, { type: "opened", query: row("q", "How?", "OPEN") });
    expect(currentExchange(now)?.question.fallbackReason).toBe("It is empty.");
  });
});

describe("an answer", () => {
  const open = play(started(1, "q1"), ready(2, "q1", "How?"));

  it("is there at once, then saved, once, whoever says so first", () => {
    const sent = change(open, answering("q1", "k"));
    expect(sent.items).toMatchObject([{ id: "q1", answer: { state: "sending", text: "Do this." } }]);
    const byReply: Change = { type: "saved", key: "k", pair: pair("p", "q1"), notices: ["Saved", "No training will use it."], pairCount: 1, targetPairs: 20, next: null };
    for (const order of [
      [byReply, savedEvent(3, pair("p", "q1"))],
      [savedEvent(3, pair("p", "q1")), byReply],
    ]) {
      const now = order.reduce(change, sent);
      expect(now.items).toHaveLength(1);
      expect(now.items[0]).toMatchObject({ id: "q1", answer: { state: "saved", pairId: "p", more: ["No training will use it."] } });
      expect(now.pairCount).toBe(1);
    }
  });

  it("says that no training uses it, also when loaded again, until it is mended", () => {
    const now = change(open, savedEvent(3, { ...pair("p", "q1"), isLeftOut: true }));
    expect(now.items[0]).toMatchObject({ answer: { more: [expect.stringContaining("No training uses this pair")] } });
    const event = { __typename: "PairUpdatedEvent", cursor: "4", pairId: "p", pair: pair("p", "q1") } as const;
    expect(change(now, { type: "session", event }).items[0]).toMatchObject({ answer: { more: [] } });
  });

  it("to an own question is shown once, whoever says so first", () => {
    const own = exchangeOf(row("k", "Mine?", "OPEN"), { text: "Do this.", key: "k", pairId: null, state: "sending", note: null, more: [], changes: null });
    const sent = change(open, { type: "answering", exchange: { ...own, question: { ...own.question, isOwn: true } }, next: null });
    expect(texts(sent)).toEqual(["Mine?", "How?"]);
    const byReply: Change = { type: "saved", key: "k", pair: pair("p", null), notices: [], pairCount: 1, targetPairs: 20, next: null };
    for (const order of [
      [byReply, savedEvent(3, pair("p", null))],
      [savedEvent(3, pair("p", null)), byReply],
    ]) {
      const now = order.reduce(change, sent);
      expect(now.items.filter((item) => item.kind === "exchange" && item.answer?.pairId === "p")).toHaveLength(1);
      expect(now.items).toHaveLength(2);
    }
  });

  it("of another tab appears here", () => {
    const now = change(open, savedEvent(3, pair("p", "q1", "From there."), 7));
    expect(now.items).toMatchObject([{ answer: { text: "From there.", note: "Training pair saved (7/20)" } }]);
    expect(now.pairCount).toBe(7);
  });

  it("can be taken back while it is not saved", () => {
    const now = play(started(1, "q1"), ready(2, "q1", "How?"), answering("q1", "k"), { type: "withdrawn", key: "k" });
    expect(currentExchange(now)?.id).toBe("q1");
  });

  it("that waits survives loading the conversation again", () => {
    const waiting = [answering("q1", "k"), { type: "unsaved", key: "k", state: "waiting", note: "…" } as const].reduce(change, open);
    const again = change(waiting, { type: "loaded", transcript: open });
    expect(again.items).toMatchObject([{ id: "q1", answer: { key: "k", state: "waiting" } }]);
  });
});

describe("a prepared question", () => {
  const prepared = (id: string, text: string, turns = earlier): Change => {
    const query = { ...row(id, text, "READY"), earlier: turns };
    return { type: "session", event: { __typename: "QueryPreparedEvent", cursor: "3", query } };
  };
  const reply = (next: QuestionRow | null): Change => ({
    type: "saved", key: "k", pair: pair("p", "q1"), notices: [], pairCount: 1, targetPairs: 20, next,
  });
  const open = play(started(1, "q1"), ready(2, "q1", "How?"), prepared("q2", "Why?"), prepared("q3", "Who?"));
  const ahead = change(open, answering("q1", "k", "q2"));

  it("stands there the moment an answer is sent, and stays when the server opens it", () => {
    expect(nextPrepared(open)?.id).toBe("q2");
    expect(texts(open)).toEqual(["How?"]);
    expect(currentExchange(ahead)).toMatchObject({ id: "q2", question: { text: "Why?", state: "open" } });
    expect(nextPrepared(ahead)?.id).toBe("q3");
    const byReply = reply(row("q2", "Why?", "OPEN"));
    for (const order of [[byReply, started(5, "q2")], [started(5, "q2"), ready(6, "q2", "Why?"), byReply]]) {
      const now = order.reduce(change, ahead);
      expect(texts(now)).toEqual(["How?", "Why?"]);
      expect(now.prepared.map(({ id }) => id)).toEqual(["q3"]);
    }
  });

  it("makes way for another one that the server opens", () => {
    const now = change(ahead, reply(row("q9", "Where?", "OPEN")));
    expect(texts(now)).toEqual(["How?", "Where?"]);
  });

  it("goes back when the answer could not be sent", () => {
    const now = change(ahead, { type: "unsaved", key: "k", state: "waiting", note: "…" });
    expect(texts(now)).toEqual(["How?"]);
    expect(nextPrepared(now)?.id).toBe("q2");
  });

  it("can be answered before the server has opened it", () => {
    const now = play(started(1, "q1"), ready(2, "q1", "How?"), prepared("q2", "Why?"), prepared("q3", "Who?"),
      answering("q1", "k", "q2"), answering("q2", "l", "q3"), reply(row("q2", "Why?", "OPEN")));
    expect(texts(now)).toHaveLength(3);
    expect(now.items).toMatchObject([{ answer: { state: "saved" } }, { answer: { state: "sending" } }, { id: "q3", answer: null }]);
  });

  it("is not shown twice, and not after it was thrown away", () => {
    expect(change(open, prepared("q2", "Why?")).prepared).toHaveLength(2);
    const thrown: Change = { type: "question", event: { __typename: "QueryDiscardedEvent", cursor: "4", queryId: "q2" } };
    expect(nextPrepared(change(open, thrown))?.id).toBe("q3");
  });

  it("comes after a customer's reaction", () => {
    const turns: QuestionRow["earlier"] = [{ speaker: "USER", content: "How?" }];
    expect(nextPrepared(change(open, prepared("q4", "But why?", turns)))?.id).toBe("q4");
  });
});

describe("a notice", () => {
  it("stands above the open question and comes once", () => {
    const event = { __typename: "VersionLiveEvent", cursor: "9", number: 3, message: "Version 3 is live." } as const;
    const live: Change = { type: "session", event };
    const now = play(started(1, "q1"), live, live);
    expect(texts(now)).toEqual(["Version 3 is live.", ""]);
  });

  it("is not said again by the event beside it", () => {
    const message = "Version 3 is live. Better.";
    const rest = { cursor: "8", runId: "r", status: "SUCCEEDED", message } as const;
    const finished: Change = { type: "session", event: { __typename: "TrainingFinishedEvent", ...rest } };
    const live: Change = { type: "session", event: { __typename: "VersionLiveEvent", cursor: "9", number: 3, message } };
    expect(texts(play(finished, live, started(10, "q1")))).toEqual([message, ""]);
  });
});
