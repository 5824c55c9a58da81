import { count } from "../words";
import type { Grounds, Source } from "./events";

/** What a reply stands on, for people. */
export function basisOf({ basis, sources }: Pick<Grounds, "basis" | "sources">): string {
  switch (basis) {
    case "TAUGHT":
      return "Your answer, word for word";
    case "WRITTEN":
      return `In its own words, from ${sources.length === 0 ? "no source" : count(sources.length, "source")}`;
    case "UNSURE":
      return sources.length === 0
        ? "Not sure: it passes the question on"
        : `Not sure: it passes the question on and offers ${nearest(sources)}`;
  }
}

function nearest(sources: readonly Source[]): string {
  if (sources.some(({ kind }) => kind !== "TAUGHT")) return "the nearest it has";
  return sources.length === 1 ? "your nearest answer" : `your ${sources.length} nearest answers`;
}

/** What a source is: the question of a taught answer and the name of a page say which one. */
export function nameOfSource({ kind, title }: Pick<Source, "kind" | "title">): string {
  switch (kind) {
    case "TAUGHT":
      return title ? `Your answer to “${title}”` : "Your answer";
    case "PAGE":
      return title ? `Your page “${title}”` : "Your page";
    case "PROMPT":
      return "What it is told before every conversation";
    case "CUSTOMER":
      return "What the customer wrote";
  }
}
