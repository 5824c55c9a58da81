import { count } from "./count";

/** The conversations of an agent, as a list. */
export const sessions = {
  title: "Conversations",
  of: (day: string) => `Conversation of ${day}`,
  about: (pairs: number, isOver: boolean) => `${count(pairs, "pair", "pairs")}${isOver ? ", finished" : ""}`,
  begin: "New conversation",
  name: "Name of this conversation",
  save: "Save",
  notThere: "This conversation is not there, or not any more.",
  toNewest: "Go on with the newest",
  wrongAddress: "That address leads nowhere: here are your agents.",
};
