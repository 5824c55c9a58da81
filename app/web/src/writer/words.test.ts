import { describe, expect, it } from "vitest";
import { progressOf, recordOf } from "./words";

describe("who plays the customers", () => {
  it("is fetched before it plays", () => {
    expect(progressOf({ bytesDone: null, bytesTotal: null })).toBeNull();
    expect(progressOf({ bytesDone: 0, bytesTotal: 0 })).toBe("0.0 of 0.0 GB (0 %)");
    expect(progressOf({ bytesDone: 399_000_000, bytesTotal: 1_100_000_000 })).toBe("0.4 of 1.1 GB (36 %)");
  });

  it("has a record of the last day", () => {
    expect(recordOf({ questions: 0, fallbackShare: 0, medianSeconds: null, rejections: [] })).toEqual([]);
    expect(recordOf({ questions: 1, fallbackShare: 1, medianSeconds: null, rejections: [] })).toEqual([
      "In the last 24 hours your customers asked 1 question.",
      "No model wrote them.",
    ]);
    const rejections = [{ code: "TOO_SIMILAR" as const, count: 3 }, { code: null, count: 1 }];
    expect(recordOf({ questions: 40, fallbackShare: 0.05, medianSeconds: 1.84, rejections }).slice(1)).toEqual([
      "No model wrote 2 of them (5 %).",
      "Writing one took 1.8 s as a rule.",
      "Thrown away before you saw it: too close to an earlier question (3), other reasons (1).",
    ]);
  });
});
