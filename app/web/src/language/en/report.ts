import { count } from "./count";

/** The page to show around. */
export const report = {
  link: "Page to show around",
  back: "Back to Training",
  print: "Print or save as PDF",
  title: (agent: string) => `What ${agent} has learned`,
  taught: (pairs: number) => `Your team has taught it ${count(pairs, "answer", "answers")}.`,
  live: (number: number, day: string, pairs: number) =>
    `Version ${number}, made from ${count(pairs, "answer", "answers")}, has answered customers since ${day}.`,
  noneLive: "No trained version answers customers yet: they get your team's answers word for word.",
  learned: "What it can answer",
  nothing: "Nothing yet: no answer has been taught.",
  proof: "How we know",
  compared: (better: number, same: number, worse: number) =>
    `It was asked ${count(better + same + worse, "question", "questions")} whose answers it had never seen: ${better} came out better than before, ${same} the same, ${worse} worse.`,
  tried: (tries: number, right: number, wrong: number) =>
    `In ${count(tries, "try", "tries")} to say taught answers in its own words, ${right} were right and ${wrong} said something false.`,
  mayWrite: "So customers may read its own words, each fact in them checked against what your team taught.",
  wordForWord: "Its own words do not reach customers: they get your team's answers word for word, or hear that it is not sure.",
  facts: "Facts it is checked on",
  checked: (facts: number, answers: number, day: string) =>
    `${count(facts, "fact", "facts")} in ${count(answers, "answer", "answers")}, last checked on ${day}.`,
  notYet: "What it can't do yet",
  allDone: "Nothing is open: every question so far has an answer.",
  asked: "Customers asked, and it had no answer",
  leftOut: "Answers that are left out until someone looks at them",
  notByHeart: "Answers it does not know by heart; customers get them word for word",
};
