import { say } from "../../language/say";
import { follow, pathTo, type Tab } from "../../route";
import { outcomeOf, type Step, type Why } from "../../training/next";
import type { Progress } from "../../training/progress";

/** Where a step is taken; the others are taken here. */
const PLACES: Partial<Record<Step, Extract<Tab, "coach" | "pairs" | "settings">>> = {
  ANSWER: "coach",
  FINDINGS: "pairs",
  LENIENT: "settings",
};

/** Why nothing changed for customers, and what a person can do about it. */
export function WhatNext({ run }: { run: Progress }) {
  const outcome = outcomeOf(run);
  if (!outcome) return null;
  const code = run.failureCode ?? "";
  return (
    <section className="what-next" aria-label={say.training.next}>
      <p>
        <strong>{whyOf(outcome.why)}</strong> {say.training.nothingChanged(run.agent.liveVersion?.number ?? null)}
      </p>
      <h3>{say.training.next}</h3>
      <ol className="what-next-steps">
        {outcome.steps.map((step) => {
          const place = PLACES[step];
          return (
            <li key={step}>
              {sentenceOf(step, code)}{" "}
              {place && <a href={pathTo(run.agent.id, place)} onClick={follow}>{say.training.links[place]}</a>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function sentenceOf(step: Step, code: string): string {
  const { steps } = say.training;
  return step === "TELL" || step === "OPERATOR" ? steps[step](code) : steps[step];
}

function whyOf(why: Why): string {
  const words = say.training.why;
  switch (why.kind) {
    case "WORSE":
    case "LUCK":
      return words[why.kind](why.amount, why.all);
    case "NOT_BETTER":
      return words.NOT_BETTER(why.all);
    default:
      return words[why.kind];
  }
}
