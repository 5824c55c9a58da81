import { say } from "../language/say";
import type { Grounds, Source } from "./events";

/** What a reply stands on, for people. */
export function basisOf({ basis, sources }: Pick<Grounds, "basis" | "sources">): string {
  switch (basis) {
    case "TAUGHT":
      return say.replies.taught;
    case "WRITTEN":
      return say.replies.written(sources.length);
    case "UNSURE":
      return sources.length === 0 ? say.replies.unsure : say.replies.unsureOffers(nearest(sources));
  }
}

function nearest(sources: readonly Source[]): string {
  if (sources.some(({ kind }) => kind !== "TAUGHT")) return say.replies.nearest;
  return say.replies.nearestAnswers(sources.length);
}

/** What a source is: the question of a taught answer and the name of a page say which one. */
export function nameOfSource({ kind, title }: Pick<Source, "kind" | "title">): string {
  switch (kind) {
    case "TAUGHT":
      return title ? say.replies.answerTo(title) : say.replies.answer;
    case "PAGE":
      return title ? say.replies.pageNamed(title) : say.replies.page;
    case "PROMPT":
      return say.replies.prompt;
    case "CUSTOMER":
      return say.replies.customer;
  }
}
