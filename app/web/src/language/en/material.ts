import { count } from "./count";

/** Help pages and tickets, and the pairs that were found in them. */
export const material = {
  title: "Material",
  about:
    "Help pages, a FAQ or real tickets: web pages, Word, PDF, Markdown, Excel, CSV, exports of a helpdesk. Your practice customers ask about what stands there; a question with an answer becomes a pair for you to confirm.",
  holds: (questions: number, pairs: number) => `${count(questions, "question", "questions")}, ${count(pairs, "pair", "pairs")} to confirm`,
  read: (questions: number, pairs: number) =>
    `Read: ${count(questions, "question", "questions")} of customers, ${count(pairs, "pair", "pairs")} to confirm.`,
  delete: (name: string) => `Delete ${name}`,
  deleted: (name: string) => `${name} is deleted; its pairs stay.`,
  file: "Add a file",
  paste: "Or paste a text",
  name: "What is it called?",
  nameExample: "Frequent questions",
  reading: "Reading…",
  add: "Add this text",

  found: "Found in your material",
  foundAbout: "These become pairs when you confirm them. Change the answer where yours is better.",
  answerTo: (question: string) => `Answer to: ${question}`,
  savePair: "Save as a pair",
  notThisOne: "Not this one",
  from: (name: string) => `from ${name}`,
  saveAll: (amount: number) => `Save all ${amount} as pairs`,
  saveAllTitle: (amount: number) => `Save all ${amount} as pairs?`,
  saveMany: (amount: number) => `Save ${count(amount, "pair", "pairs")}`,
  saveAllAbout: (amount: number) =>
    `${count(amount, "question", "questions")} with the answers from your material become training pairs as they stand there. Answers that you changed here without saving are not used.`,
  moreFollow: "There are more; they follow when these are decided.",
};
