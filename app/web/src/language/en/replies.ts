import { count } from "./count";

/** What a reply stands on. */
export const replies = {
  taught: "Your answer, word for word",
  written: (sources: number) => `In its own words, from ${sources === 0 ? "no source" : count(sources, "source", "sources")}`,
  unsure: "Not sure: it passes the question on",
  unsureOffers: (nearest: string) => `Not sure: it passes the question on and offers ${nearest}`,
  nearest: "the nearest it has",
  nearestAnswers: (amount: number) => (amount === 1 ? "your nearest answer" : `your ${amount} nearest answers`),
  answerTo: (question: string) => `Your answer to “${question}”`,
  answer: "Your answer",
  pageNamed: (title: string) => `Your page “${title}”`,
  page: "Your page",
  prompt: "What it is told before every conversation",
  customer: "What the customer wrote",
  sources: "Sources",
};
