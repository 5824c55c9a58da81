import { describe, expect, it } from "vitest";
import { outcomeOf } from "./next";

function rejected(verdict: "BETTER" | "NOT_PROVEN" | "WORSE" | null, better: number, same: number, worse: number) {
  return outcomeOf({ status: "REJECTED", failureCode: null, report: { verdict, better, same, worse } });
}

function failed(failureCode: "NO_PAIRS" | "DISK_FULL" | "CRASHED" | null) {
  return outcomeOf({ status: "FAILED", failureCode, report: null });
}

describe("why a version did not go live", () => {
  it("is said in terms of the person's questions", () => {
    expect(rejected("NOT_PROVEN", 3, 1, 0)).toEqual({ why: { kind: "LUCK", amount: 3, all: 4 }, steps: ["ANSWER", "LENIENT"] });
    expect(rejected("NOT_PROVEN", 0, 4, 0)?.why).toEqual({ kind: "NOT_BETTER", all: 4 });
    expect(rejected("NOT_PROVEN", 0, 0, 0)).toEqual({ why: { kind: "NO_QUESTIONS" }, steps: ["ANSWER"] });
    expect(rejected("WORSE", 1, 0, 3)).toEqual({ why: { kind: "WORSE", amount: 3, all: 4 }, steps: ["LOOK", "FINDINGS", "ANSWER"] });
    expect(rejected("WORSE", 3, 1, 0)?.why).toEqual({ kind: "HARM" });
    expect(rejected("BETTER", 4, 0, 0)?.why).toEqual({ kind: "SERVER" });
  });

  it("names who can help where the machine failed", () => {
    expect(failed("NO_PAIRS")).toEqual({ why: { kind: "NO_PAIRS" }, steps: ["FINDINGS", "ANSWER"] });
    expect(failed("DISK_FULL")).toEqual({ why: { kind: "NO_ROOM" }, steps: ["OPERATOR"] });
    expect(failed("CRASHED")).toEqual({ why: { kind: "BROKEN" }, steps: ["AGAIN", "TELL"] });
  });

  it("is nothing where a version went live", () => {
    expect(outcomeOf({ status: "SUCCEEDED", failureCode: null, report: null })).toBeNull();
    expect(outcomeOf({ status: "RUNNING", failureCode: null, report: null })).toBeNull();
  });
});
