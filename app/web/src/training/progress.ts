import { say } from "../language/say";
import type { LoadedRun, RunEvent, RunStatus } from "./events";

/** A run as the screen shows it: loaded once, then moved on by its events. */
export type Progress = LoadedRun & {
  /** What it is doing, as the trainer says it. */
  message: string;
};

export const ACTIVE: ReadonlySet<RunStatus> = new Set(["QUEUED", "RUNNING", "EVALUATING"]);

export function isActive(run: { status: RunStatus }): boolean {
  return ACTIVE.has(run.status);
}

export function moved(run: Progress, event: RunEvent): Progress {
  switch (event.__typename) {
    case "RunStatusEvent":
      return { ...run, status: event.status, message: event.message };
    case "RunProgressEvent": {
      const { step, totalSteps, loss, holdoutLoss, tokensPerSecond, secondsLeft } = event;
      return {
        ...run,
        step,
        totalSteps,
        loss: loss ?? run.loss,
        holdoutLoss: holdoutLoss ?? run.holdoutLoss,
        tokensPerSecond: tokensPerSecond ?? run.tokensPerSecond,
        secondsLeft,
        curve: withPoint(run.curve, { step, loss, holdoutLoss }),
      };
    }
    case "RunSamplesEvent": {
      const { step, samples } = event;
      return { ...run, samples: [...run.samples.filter((set) => set.step !== step), { step, samples }] };
    }
    case "RunFinishedEvent":
      return { ...run, status: event.status, reason: event.reason, secondsLeft: null, message: "" };
    default:
      return run;
  }
}

type Point = LoadedRun["curve"][number];

/** A resumed run repeats the steps since its last checkpoint: the newer measurement counts, later ones go. */
function withPoint(curve: readonly Point[], point: Point): Point[] {
  const before = curve.filter(({ step }) => step < point.step);
  const same = curve.find(({ step }) => step === point.step);
  return [
    ...before,
    { step: point.step, loss: point.loss ?? same?.loss ?? null, holdoutLoss: point.holdoutLoss ?? same?.holdoutLoss ?? null },
  ];
}

/** 0 to 1, over the steps; the comparison at the end is the last part. */
export function share(run: Pick<Progress, "status" | "step" | "totalSteps">): number {
  if (!isActive(run)) return 1;
  if (run.status === "EVALUATING") return 0.96;
  return run.totalSteps > 0 ? (0.95 * run.step) / run.totalSteps : 0;
}

/** What it is doing, in words. */
export function stateOf(run: Progress): string {
  if (!isActive(run)) return say.shared.runStates[run.status];
  if (run.message) return run.message;
  return run.status === "RUNNING" && run.totalSteps === 0 ? say.training.gettingReady : say.shared.runStates[run.status];
}

/** Time that a finished run took, from its first step on; null while it is not over. */
export function secondsOf(run: Pick<LoadedRun, "startedAt" | "finishedAt">): number | null {
  if (run.startedAt === null || run.finishedAt === null) return null;
  return (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000;
}

export interface Row {
  pairId: string;
  query: string;
  expected: string;
  /** By what was live before this training, or else by the base model. */
  before: string | null;
  newest: string | null;
  outcome: "BETTER" | "SAME" | "WORSE" | null;
}

/**
 * Held-out questions before and after, once the comparison is done with those first that decided it: the better ones of a
 * version that went live, the worse ones of another.
 */
export function heldOut(
  run: Pick<Progress, "samples" | "status"> & { report: Pick<NonNullable<Progress["report"]>, "questions"> | null },
  liveAnswers: ReadonlyMap<string, string>,
): Row[] {
  if (run.report && run.report.questions.length > 0) {
    const order = run.status === "SUCCEEDED" ? { BETTER: 0, SAME: 1, WORSE: 2 } : { WORSE: 0, SAME: 1, BETTER: 2 };
    return run.report.questions
      .filter((question) => question.candidateAnswer !== null)
      .sort((a, b) => order[a.outcome] - order[b.outcome])
      .map(({ pairId, query, expected, outcome, baseAnswer, liveAnswer, candidateAnswer }) => ({
        pairId, query, expected, outcome, before: liveAnswer ?? baseAnswer, newest: candidateAnswer,
      }));
  }
  const sets = [...run.samples].sort((a, b) => a.step - b.step);
  const newest = sets.at(-1);
  const first = sets.find(({ step }) => step === 0);
  return (newest?.samples ?? []).map(({ pairId, query, expected, answer }) => ({
    pairId,
    query,
    expected,
    before: liveAnswers.get(pairId) ?? first?.samples.find((sample) => sample.pairId === pairId)?.answer ?? null,
    newest: newest && newest.step > 0 ? answer : null,
    outcome: null,
  }));
}
