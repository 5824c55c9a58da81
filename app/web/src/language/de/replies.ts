import type { Words } from "../en";
import { count } from "./count";

export const replies: Words["replies"] = {
  taught: "Ihre Antwort, Wort für Wort",
  written: (sources) => `In eigenen Worten, ${sources === 0 ? "ohne Quelle" : `aus ${count(sources, "Quelle", "Quellen")}`}`,
  unsure: "Nicht sicher: gibt die Frage weiter",
  unsureOffers: (nearest) => `Nicht sicher: gibt die Frage weiter und bietet ${nearest} an`,
  nearest: "das Nächstliegende",
  nearestAnswers: (amount) => (amount === 1 ? "Ihre ähnlichste Antwort" : `Ihre ${amount} ähnlichsten Antworten`),
  answerTo: (question) => `Ihre Antwort auf „${question}“`,
  answer: "Ihre Antwort",
  pageNamed: (title) => `Ihre Seite „${title}“`,
  page: "Ihre Seite",
  prompt: "Was ihm vor jedem Gespräch gesagt wird",
  customer: "Was der Kunde schrieb",
  sources: "Quellen",
};
