/** What visitors of a share link read. Their page loads these sentences and no others. */
export const chat = {
  loading: "Loading…",
  about: "You are talking to an AI agent. It does not know everything.",
  conversation: "Conversation",
  you: "You:",
  agent: (name: string) => `${name}:`,
  message: "Your message",
  placeholder: "Ask a question",
  send: "Send",
  restart: "Start over",
  again: "Try again",
  title: "Chat",
  failures: {
    over: "This link does not work, or no longer. Ask the person you have it from for a new one.",
    away: "The agent can't answer just now. Please try again in a minute.",
    often: "Too many questions in a short time. Please try again in a minute.",
    long: "This conversation has become too long. Please start over.",
    network: "The server can't be reached. Check your connection and try again.",
  },
};

export type ChatWords = typeof chat;
