import type { LoadedRun } from "./events";

/** Why a training changed nothing for customers. */
export type Why =
  | { kind: "CANCELLED" | "NO_PAIRS" | "NO_ROOM" | "BROKEN" | "NO_QUESTIONS" | "SERVER" | "HARM" }
  | { kind: "WORSE" | "LUCK"; amount: number; all: number }
  | { kind: "NOT_BETTER"; all: number };

/** What a person can do about it. */
export type Step = "ANSWER" | "LOOK" | "FINDINGS" | "LENIENT" | "AGAIN" | "TELL" | "OPERATOR";

export interface Outcome {
  why: Why;
  steps: Step[];
}

type Ended = Pick<LoadedRun, "status" | "failureCode"> & {
  report: Pick<NonNullable<LoadedRun["report"]>, "verdict" | "better" | "same" | "worse"> | null;
};

const NO_ROOM: ReadonlySet<string> = new Set(["OUT_OF_MEMORY", "DISK_FULL"]);

/** Null where a version went live, or the training goes on. */
export function outcomeOf({ status, failureCode, report }: Ended): Outcome | null {
  switch (status) {
    case "CANCELLED":
      return { why: { kind: "CANCELLED" }, steps: ["AGAIN"] };
    case "FAILED":
      if (failureCode === "NO_PAIRS") return { why: { kind: "NO_PAIRS" }, steps: ["FINDINGS", "ANSWER"] };
      if (failureCode && NO_ROOM.has(failureCode)) return { why: { kind: "NO_ROOM" }, steps: ["OPERATOR"] };
      return { why: { kind: "BROKEN" }, steps: ["AGAIN", "TELL"] };
    case "REJECTED":
      return report && rejected(report);
    default:
      return null;
  }
}

function rejected({ verdict, better, same, worse }: NonNullable<Ended["report"]>): Outcome {
  const all = better + same + worse;
  if (verdict === "WORSE") {
    const why: Why = worse > better ? { kind: "WORSE", amount: worse, all } : { kind: "HARM" };
    return { why, steps: ["LOOK", "FINDINGS", "ANSWER"] };
  }
  if (verdict === "BETTER") return { why: { kind: "SERVER" }, steps: ["AGAIN", "TELL"] };
  if (all === 0) return { why: { kind: "NO_QUESTIONS" }, steps: ["ANSWER"] };
  if (better === 0) return { why: { kind: "NOT_BETTER", all }, steps: ["ANSWER", "FINDINGS"] };
  return { why: { kind: "LUCK", amount: better, all }, steps: ["ANSWER", "LENIENT"] };
}
