import { say } from "../language/say";
import type { LoadedRun } from "./events";

export type Truth = NonNullable<NonNullable<LoadedRun["report"]>["truth"]>;

/** What the tries showed, in one line. */
export function truthSentence({ tries, right, invented, against, degenerate }: Omit<Truth, "wrong">): string {
  if (tries === 0) return "";
  const words = say.training;
  const bad = [
    invented && words.invented(invented),
    against && words.against(against),
    degenerate && words.degenerate(degenerate),
  ].filter((part) => typeof part === "string");
  const none = invented + against === 0 ? [words.noneFalse] : [];
  return `${[words.triesRight(right, tries), ...none, ...bad].join(", ")}.`;
}
