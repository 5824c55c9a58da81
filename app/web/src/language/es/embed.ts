import type { EmbedWords } from "../en/embed";

export const embed: EmbedWords = {
  chat: "Chat",
  open: "Abrir el chat",
  close: "Cerrar el chat",
  without: "Falta data-chat: vuelva a copiar la línea en «Compartir».",
};
