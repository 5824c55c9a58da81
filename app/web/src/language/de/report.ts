import type { Words } from "../en";
import { count } from "./count";

export const report: Words["report"] = {
  link: "Seite zum Vorzeigen",
  back: "Zurück zum Training",
  print: "Drucken oder als PDF speichern",
  title: (agent) => `Was ${agent} gelernt hat`,
  taught: (pairs) => `Ihr Team hat ${count(pairs, "Antwort", "Antworten")} beigebracht.`,
  live: (number, day, pairs) =>
    `Version ${number}, gemacht aus ${count(pairs, "Antwort", "Antworten")}, antwortet Kunden seit ${day}.`,
  noneLive: "Noch antwortet keine trainierte Version: Kunden bekommen die Antworten Ihres Teams Wort für Wort.",
  learned: "Was beantwortet werden kann",
  nothing: "Noch nichts: Es wurde keine Antwort beigebracht.",
  proof: "Woher wir das wissen",
  compared: (better, same, worse) =>
    `Geprüft wurde mit ${count(better + same + worse, "Frage", "Fragen")}, deren Antworten nie gezeigt wurden: ${better} kamen besser heraus als vorher, ${same} gleich, ${worse} schlechter.`,
  tried: (tries, right, wrong) =>
    `In ${count(tries, "Versuch", "Versuchen")}, Beigebrachtes in eigenen Worten zu sagen, waren ${right} richtig, und ${wrong} sagten etwas Falsches.`,
  mayWrite: "Deshalb dürfen Kunden eigene Worte lesen; jede Angabe darin wird mit dem verglichen, was Ihr Team beigebracht hat.",
  wordForWord: "Eigene Worte erreichen Kunden nicht: Sie bekommen die Antworten Ihres Teams Wort für Wort oder hören, dass die Antwort unsicher ist.",
  facts: "Angaben, auf die geprüft wird",
  checked: (facts, answers, day) =>
    `${count(facts, "Angabe", "Angaben")} in ${count(answers, "Antwort", "Antworten")}, zuletzt geprüft am ${day}.`,
  notYet: "Was noch nicht geht",
  allDone: "Nichts ist offen: Jede Frage bisher hat eine Antwort.",
  asked: "Kunden haben gefragt, und es gab keine Antwort",
  leftOut: "Antworten, die ausgelassen sind, bis jemand sie ansieht",
  notByHeart: "Antworten, die noch nicht auswendig gekonnt werden; Kunden bekommen sie Wort für Wort",
};
