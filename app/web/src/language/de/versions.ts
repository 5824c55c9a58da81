import type { Words } from "../en";
import { count } from "./count";

export const versions: Words["versions"] = {
  title: "Versionen",
  states: { CANDIDATE: "Wird verglichen", LIVE: "Live", RETIRED: "War schon live", REJECTED: "Nicht gut genug" },
  ownWords: "in eigenen Worten",
  wordForWord: "Ihre Antworten Wort für Wort",
  compared: (better, same, worse) => `${better} besser, ${same} gleich, ${worse} schlechter`,
  tried: (right, tries, wrong) => `${right} von ${tries} richtig, ${wrong === 0 ? "keine" : wrong} falsch`,
  knowsDeleted: (number, pairs) =>
    `Version ${number} ist live und hat ${count(pairs, "Paar", "Paare")} gelernt, ${pairs === 1 ? "das seither gelöscht wurde" : "die seither gelöscht wurden"}. Das nächste Training ergibt eine Version ohne ${pairs === 1 ? "dieses Paar" : "diese Paare"}.`,

  putLive: "Live schalten",
  rollBack: "Zu dieser zurückkehren",
  putLiveTitle: (number) => `Version ${number} live schalten?`,
  putThisLive: (number) => `Version ${number} live schalten`,
  putLiveAllTheSame: (number) => `Version ${number} trotzdem live schalten`,
  willAnswer: (agent, slug, number, instead) =>
    `${agent} (${slug}) antwortet ab der nächsten Frage mit Version ${number}${instead === null ? "" : ` statt mit Version ${instead}`}.`,
  staysBehind: (number) => `Version ${number} bleibt erhalten, und Sie können sie auf demselben Weg wieder live schalten.`,
  isLive: (number) => `Version ${number} ist live.`,

  takeOffline: "Offline nehmen",
  takeOfflineTitle: (number) => `Version ${number} offline nehmen?`,
  takeThisOffline: (number) => `Version ${number} offline nehmen`,
  withoutVersion: (agent, slug) =>
    `Das geschieht sofort. Von da an gibt ${agent} (${slug}) Ihre Antworten Wort für Wort oder sagt, dass keine bekannt ist.`,
  canReturn: (number) => `Version ${number} bleibt erhalten, und Sie können sie wieder live schalten. Ihre Paare bleiben, wie sie sind.`,
  isOffline: (number) => `Version ${number} ist offline.`,
};
