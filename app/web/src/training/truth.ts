import type { LoadedRun } from "./events";

export type Truth = NonNullable<NonNullable<LoadedRun["report"]>["truth"]>;

/** What the tries showed, in one line. */
export function truthSentence({ tries, right, invented, against, degenerate }: Omit<Truth, "wrong">): string {
  if (tries === 0) return "";
  const bad = [
    invented && `${invented} with an invented fact`,
    against && `${against} against your answers`,
    degenerate && `${degenerate} repeating, cut or empty`,
  ].filter((part) => typeof part === "string");
  const none = invented + against === 0 ? ["none false"] : [];
  return `${[`${right} of ${tries === 1 ? "1 try" : `${tries} tries`} right`, ...none, ...bad].join(", ")}.`;
}
