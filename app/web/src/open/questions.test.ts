import { describe, expect, it } from "vitest";
import { answerOf, exchangeOf } from "../coach/items";
import { en } from "../language/en";
import { answeredTexts, byNeed, stillOpen, type OpenQuestion } from "./questions";

function question(text: string, count: number, lastAskedAt: string): OpenQuestion {
  return { id: text, text, count, createdAt: "2026-01-01T00:00:00Z", lastAskedAt };
}

const OLD = question("Do you rent boats?", 1, "2026-01-02T00:00:00Z");
const NEW = question("Do you rent tents?", 1, "2026-01-03T00:00:00Z");
const OFTEN = question("Are dogs allowed?", 3, "2026-01-01T00:00:00Z");

describe("open questions", () => {
  it("stand in the order in which an answer helps most", () => {
    expect(byNeed([OLD, OFTEN, NEW])).toEqual([OFTEN, NEW, OLD]);
  });

  it("go as soon as they are answered", () => {
    const about = { category: "GENERAL", context: "", difficulty: "EASY", earlier: [], createdAt: "2026-01-01T00:00:00Z" } as const;
    const rest = { source: "MODEL", fallbackReason: null, needsTopics: false, skipReason: null, openedAt: null, endedAt: null, firstEventCursor: null } as const;
    const exchange = exchangeOf({ id: "q", text: "Do you rent boats?", status: "ANSWERED", ...about, ...rest, earlier: [] });
    const pair = { id: "p", query: "Do you rent boats?", response: "Yes.", isLeftOut: false, draftDiff: null, generatedQuery: null };
    const answer = answerOf({ ...pair, ...about, earlier: [] });
    const open = (state: "sending" | "saved") => stillOpen([OLD, NEW], answeredTexts([{ ...exchange, answer: { ...answer, state } }]));
    expect(open("sending")).toEqual([OLD, NEW]);
    expect(open("saved")).toEqual([NEW]);
  });

  it("say how often they were asked", () => {
    expect([1, 2, 3].map(en.coach.asked)).toEqual(["asked once", "asked twice", "asked 3 times"]);
  });
});
