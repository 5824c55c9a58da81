import { locale, say } from "../language/say";
import type { Topic } from "./documents";

/** How often a topic comes beside the others. */
const WEIGHTS = [0.5, 1, 2] as const;

export function frequencies(): [weight: number, words: string][] {
  const { rarely, normal, often } = say.topics;
  return [[WEIGHTS[0], rarely], [WEIGHTS[1], normal], [WEIGHTS[2], often]];
}

export function frequencyOf(weight: number): number {
  const distance = (one: number) => Math.abs(Math.log(one / weight));
  return WEIGHTS.reduce<number>((best, one) => (distance(one) < distance(best) ? one : best), 1);
}

/** What became of a topic's questions, in words; empty before there was one. */
export function usageOf({ asked, answered, skipped, confidence }: Pick<Topic, "asked" | "answered" | "skipped" | "confidence">): string[] {
  const parts: string[] = [];
  if (asked > 0) parts.push(say.topics.asked(asked));
  if (answered > 0) parts.push(say.topics.answered(answered));
  if (skipped > 0) parts.push(say.topics.skipped(skipped));
  if (confidence !== null) parts.push(say.topics.sure(Math.round(confidence * 100)));
  return parts;
}

/** ISO 639-1, those that the server knows. */
const LANGUAGES = [
  "ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "it", "ja", "ko", "nl", "no", "pl", "pt", "ro",
  "ru", "sv", "tr", "uk", "zh",
];

/** Code and name, by name; with the agent's own even where it is none of them. */
export function languages(own: string): [code: string, name: string][] {
  const codes = LANGUAGES.includes(own) || own === "" ? LANGUAGES : [...LANGUAGES, own];
  return codes.map((code): [string, string] => [code, nameOf(code)]).sort(([, a], [, b]) => a.localeCompare(b, locale));
}

export function nameOf(code: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: "language" }).of(code) ?? code;
  } catch {
    return code; // no code of a language
  }
}
