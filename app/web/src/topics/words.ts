import { count } from "../words";
import type { Topic } from "./documents";

export const SOURCES: Record<Topic["source"], string> = {
  PERSON: "from you",
  MODEL: "named by the writer model",
  PAGES: "from a help page",
  TICKETS: "from real questions",
  REAL_USE: "asked in use",
  PACK: "from a trade's list",
};

/** How often a topic comes beside the others. */
export const FREQUENCIES: [weight: number, words: string][] = [[0.5, "rarely"], [1, "normal"], [2, "often"]];

export function frequencyOf(weight: number): number {
  const distance = (one: number) => Math.abs(Math.log(one / weight));
  return FREQUENCIES.reduce((best, [one]) => (distance(one) < distance(best) ? one : best), 1);
}

/** What became of a topic's questions, in words; empty before there was one. */
export function usageOf({ asked, answered, skipped, confidence }: Pick<Topic, "asked" | "answered" | "skipped" | "confidence">): string[] {
  const parts: string[] = [];
  if (asked > 0) parts.push(`asked ${count(asked, "time")}`);
  if (answered > 0) parts.push(`${answered} answered`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  if (confidence !== null) parts.push(`the agent is ${Math.round(confidence * 100)} % sure`);
  return parts;
}

/** ISO 639-1, those that the server knows. */
const LANGUAGES = [
  "ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "it", "ja", "ko", "nl", "no", "pl", "pt", "ro",
  "ru", "sv", "tr", "uk", "zh",
];
const NAMES = new Intl.DisplayNames("en", { type: "language" });

/** Code and name, by name; with the agent's own even where it is none of them. */
export function languages(own: string): [code: string, name: string][] {
  const codes = LANGUAGES.includes(own) || own === "" ? LANGUAGES : [...LANGUAGES, own];
  return codes.map((code): [string, string] => [code, nameOf(code)]).sort(([, a], [, b]) => a.localeCompare(b, "en"));
}

export function nameOf(code: string): string {
  try {
    return NAMES.of(code) ?? code;
  } catch {
    return code; // no code of a language
  }
}
