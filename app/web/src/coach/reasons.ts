import { say } from "../language/say";

/** Why a question is none of a real customer, in the words that the API knows. */
export const REASONS = {
  NOT_REALISTIC: "Not realistic",
  NOT_OUR_TOPIC: "Not our topic",
  DUPLICATE: "Duplicate",
  TOO_HARD: "Too hard",
} as const;

export type SkipReason = keyof typeof REASONS;

/** In the language of the page where it is one of these; another client's words as they are. */
export function wordsOf(reason: string): string {
  const known = Object.entries(REASONS).find(([, words]) => words.toLowerCase() === reason.trim().toLowerCase());
  return known ? say.coach.reasons[known[0] as SkipReason] : reason;
}
