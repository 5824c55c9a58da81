import type { ChatWords } from "../en/chat";

export const chat: ChatWords = {
  loading: "Wird geladen …",
  about: "Sie sprechen mit einem KI-Agenten. Er weiß nicht alles.",
  conversation: "Gespräch",
  you: "Sie:",
  agent: (name) => `${name}:`,
  message: "Ihre Nachricht",
  placeholder: "Stellen Sie eine Frage",
  send: "Senden",
  restart: "Neu beginnen",
  again: "Noch einmal versuchen",
  title: "Chat",
  failures: {
    over: "Dieser Link funktioniert nicht oder nicht mehr. Bitten Sie die Person, von der Sie ihn haben, um einen neuen.",
    away: "Der Agent kann gerade nicht antworten. Bitte versuchen Sie es in einer Minute noch einmal.",
    often: "Zu viele Fragen in kurzer Zeit. Bitte versuchen Sie es in einer Minute noch einmal.",
    long: "Dieses Gespräch ist zu lang geworden. Bitte beginnen Sie neu.",
    network: "Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
  },
};
