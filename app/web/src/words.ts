import type { Category, Difficulty } from "./coach/events";
import type { LoadedRun, RunStatus } from "./training/events";

export const CATEGORIES: Record<Category, string> = {
  GENERAL: "General",
  TECHNICAL: "Technical",
  BILLING: "Billing",
  ACCOUNT: "Account",
  COMPLAINT: "Complaint",
  EDGE_CASE: "Edge case",
};

export const DIFFICULTIES: Record<Difficulty, string> = { EASY: "Easy", MEDIUM: "Medium", HARD: "Hard" };

export const RUN_STATES: Record<RunStatus, string> = {
  QUEUED: "Waiting to start",
  RUNNING: "Training",
  EVALUATING: "Comparing answers",
  SUCCEEDED: "Went live",
  REJECTED: "Did not go live",
  FAILED: "Failed",
  CANCELLED: "Cancelled",
};

export const TRIGGERS: Record<LoadedRun["trigger"], string> = {
  THRESHOLD: "after enough new answers",
  SCHEDULE: "by the schedule",
  MANUAL: "by hand",
};

export function keysOf<Key extends string>(words: Record<Key, string>): Key[] {
  return Object.keys(words) as Key[];
}

export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

export function duration(seconds: number): string {
  if (seconds < 55) return `${Math.max(1, Math.round(seconds / 5) * 5)} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const DAY = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

export function ago(time: string, now = Date.now()): string {
  const seconds = (Date.parse(time) - now) / 1000;
  if (seconds > -60) return "just now";
  if (seconds > -3600) return RELATIVE.format(Math.round(seconds / 60), "minute");
  if (seconds > -86_400) return RELATIVE.format(Math.round(seconds / 3600), "hour");
  return DAY.format(new Date(time));
}
