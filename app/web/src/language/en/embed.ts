/** The button that the script puts on someone else's site. */
export const embed = { chat: "Chat", open: "Open the chat", close: "Close the chat", without: "data-chat is missing: copy the line from “Share” again." };

export type EmbedWords = typeof embed;
