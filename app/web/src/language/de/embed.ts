import type { EmbedWords } from "../en/embed";

export const embed: EmbedWords = {
  chat: "Chat",
  open: "Chat öffnen",
  close: "Chat schließen",
  without: "data-chat fehlt: Kopieren Sie die Zeile unter „Teilen“ noch einmal.",
};
