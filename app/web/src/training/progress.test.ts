import { describe, expect, it } from "vitest";
import type { RunEvent } from "./events";
import { heldOut, moved, share, type Progress } from "./progress";

const RUN: Progress = {
  id: "r", trigger: "THRESHOLD", status: "RUNNING", pairCount: 20, newPairCount: 20, leftOutPairs: 0, step: 0, totalSteps: 60,
  loss: null, holdoutLoss: null, tokensPerSecond: null, secondsLeft: null, reason: null, failureCode: null,
  queuedAt: "2026-01-01T00:00:00Z", startedAt: null, finishedAt: null, lastEventCursor: "0", curve: [], samples: [],
  version: null, agent: { id: "a", name: "Tidepool", liveVersion: null }, report: null, receipt: null, message: "",
};

function progress(step: number, loss: number, holdoutLoss: number | null = null): RunEvent {
  const rest = { cursor: `${step}`, totalSteps: 60, tokensPerSecond: 900, secondsLeft: 10 };
  return { __typename: "RunProgressEvent", step, loss, holdoutLoss, ...rest };
}
function samples(step: number, answer: string): RunEvent {
  const sample = { pairId: "p", query: "How?", expected: "So.", answer };
  return { __typename: "RunSamplesEvent", cursor: "1", step, samples: [sample] };
}

describe("the progress of a run", () => {
  it("draws its curve once, also when events come twice", () => {
    const now = [progress(1, 3), progress(2, 2.5, 2.8), progress(2, 2.5, 2.8)].reduce(moved, RUN);
    expect(now.curve).toEqual([
      { step: 1, loss: 3, holdoutLoss: null },
      { step: 2, loss: 2.5, holdoutLoss: 2.8 },
    ]);
    expect(now.holdoutLoss).toBe(2.8);
  });

  it("forgets the steps that a resumed run repeats", () => {
    const now = [progress(1, 3), progress(2, 2.5), progress(3, 2), progress(2, 2.4)].reduce(moved, RUN);
    expect(now.curve.map(({ step, loss }) => [step, loss])).toEqual([[1, 3], [2, 2.4]]);
  });

  it("reaches the end only when the run is over", () => {
    const trained = moved(RUN, progress(60, 1));
    expect(share(trained)).toBe(0.95);
    const finished: RunEvent = { __typename: "RunFinishedEvent", cursor: "9", status: "SUCCEEDED", reason: "Better.", number: 1 };
    expect(share(moved(trained, finished))).toBe(1);
  });

  it("compares the newest answers with the first ones", () => {
    const now = [samples(0, "Dunno"), samples(30, "Path: A")].reduce(moved, RUN);
    expect(heldOut(now, new Map([["p", "Live"]]))).toEqual([
      { pairId: "p", query: "How?", expected: "So.", before: "Live", newest: "Path: A", outcome: null },
    ]);
  });
});
