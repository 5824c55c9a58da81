import { count } from "./count";

/** Two versions side by side, and the votes for their answers. */
export const compare = {
  title: "Compare",
  titleOf: (agent: string) => `Compare versions of ${agent}`,
  nothingYet: (agent: string) =>
    `There is only the base model so far. As soon as ${agent} has learned from your answers, you talk here to two versions side by side.`,
  message: "Your message to both",
  placeholder: "Write as a customer; both answer.",
  ask: "Ask both",
  heldOut: "A held-out question",
  side: (letter: string) => `Side ${letter}`,
  versionOn: (letter: string) => `Version on side ${letter}`,
  talkWith: (letter: string) => `Conversation with ${letter}`,
  base: "Base model",
  isLive: (version: string) => `${version} (live)`,
  empty: "Ask something below: both answer at the same time.",
  askAgain: "Ask again",
  noAnswer: "(no answer)",
  answers: (letter: string, text: string, basis: string) => `${letter} answers: ${text} (${basis})`,
  whichIsBetter: "Which answer is better?",
  isBetter: (letter: string) => `${letter} is better`,
  tie: "Tie",
  needs: "votes",
  tally: (left: number, ties: number, right: number) => `A ${left} · tie ${ties} · B ${right}`,
  notCounted: (problem: string) => `Not counted: ${problem}`,
  allVotes: "All votes",
  restart: "Start over",
  against: (one: string, other: string) => `${one} against ${other.toLowerCase()}`,
  votes: (better: number, worse: number, ties: number) =>
    `${count(better, "time", "times")} better, ${count(worse, "time", "times")} worse, ${count(ties, "tie", "ties")}`,
};
