import { count } from "./count";

/** The versions of an agent, and what it means to put one live or to take it off. */
export const versions = {
  title: "Versions",
  states: { CANDIDATE: "Being compared", LIVE: "Live", RETIRED: "Was live before", REJECTED: "Not good enough" },
  ownWords: "in its own words",
  wordForWord: "your answers word for word",
  compared: (better: number, same: number, worse: number) => `${better} better, ${same} same, ${worse} worse`,
  tried: (right: number, tries: number, wrong: number) => `${right} of ${tries} right, ${wrong === 0 ? "none" : wrong} false`,
  knowsDeleted: (number: number, pairs: number) =>
    `Version ${number} is live and has learned ${count(pairs, "pair", "pairs")} that ${pairs === 1 ? "was" : "were"} deleted since. The next training makes a version without ${pairs === 1 ? "it" : "them"}.`,

  putLive: "Put live",
  rollBack: "Roll back to it",
  putLiveTitle: (number: number) => `Put version ${number} live?`,
  putThisLive: (number: number) => `Put version ${number} live`,
  putLiveAllTheSame: (number: number) => `Put version ${number} live all the same`,
  willAnswer: (agent: string, slug: string, number: number, instead: number | null) =>
    `${agent} (${slug}) will answer with version ${number}${instead === null ? "" : ` instead of version ${instead}`}, from the next question on.`,
  staysBehind: (number: number) => `Version ${number} stays, and you can put it back in the same way.`,
  isLive: (number: number) => `Version ${number} is live.`,

  takeOffline: "Take offline",
  takeOfflineTitle: (number: number) => `Take version ${number} offline?`,
  takeThisOffline: (number: number) => `Take version ${number} offline`,
  withoutVersion: (agent: string, slug: string) =>
    `This happens at once. From now on ${agent} (${slug}) gives your answers word for word, or says that it does not know.`,
  canReturn: (number: number) => `Version ${number} stays, and you can put it live again. Your pairs stay as they are.`,
  isOffline: (number: number) => `Version ${number} is offline.`,
};
