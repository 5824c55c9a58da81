import type { Words } from "../en";
import { count } from "./count";

export const material: Words["material"] = {
  title: "Material",
  about:
    "Hilfeseiten, häufige Fragen oder echte Anfragen: Webseiten, Word, PDF, Markdown, Excel, CSV, Exporte eines Helpdesks. Ihre Übungskunden fragen nach dem, was darin steht; aus einer Frage mit Antwort wird ein Paar, das Sie bestätigen.",
  holds: (questions, pairs) => `${count(questions, "Frage", "Fragen")}, ${count(pairs, "Paar", "Paare")} zu bestätigen`,
  read: (questions, pairs) =>
    `Gelesen: ${count(questions, "Frage", "Fragen")} von Kunden, ${count(pairs, "Paar", "Paare")} zu bestätigen.`,
  delete: (name) => `${name} löschen`,
  deleted: (name) => `${name} ist gelöscht; die Paare daraus bleiben.`,
  file: "Eine Datei hinzufügen",
  paste: "Oder einen Text einfügen",
  name: "Wie heißt er?",
  nameExample: "Häufige Fragen",
  reading: "Wird gelesen …",
  add: "Diesen Text hinzufügen",

  found: "In Ihrem Material gefunden",
  foundAbout: "Daraus werden Paare, wenn Sie sie bestätigen. Ändern Sie die Antwort, wo Ihre besser ist.",
  answerTo: (question) => `Antwort auf: ${question}`,
  savePair: "Als Paar speichern",
  notThisOne: "Dieses nicht",
  from: (name) => `aus ${name}`,
  saveAll: (amount) => `Alle ${amount} als Paare speichern`,
  saveAllTitle: (amount) => `Alle ${amount} als Paare speichern?`,
  saveMany: (amount) => `${count(amount, "Paar", "Paare")} speichern`,
  saveAllAbout: (amount) =>
    `${count(amount, "Frage wird mit der Antwort aus Ihrem Material zum Trainingspaar", "Fragen werden mit den Antworten aus Ihrem Material zu Trainingspaaren")}, so wie sie dort stehen. Antworten, die Sie hier geändert und nicht gespeichert haben, werden nicht verwendet.`,
  moreFollow: "Es gibt weitere; sie folgen, wenn diese entschieden sind.",
};
