/** What a role may do, and who can help. */
export const access = {
  roles: { VIEWER: "Viewer", COACH: "Coach", TRAINER: "Trainer", ADMIN: "Admin" },
  /** Within a sentence. */
  named: { VIEWER: "viewer", COACH: "coach", TRAINER: "trainer", ADMIN: "admin" },
  meanings: {
    VIEWER: "reads everything and talks to the agents",
    COACH: "also teaches: answers customers, corrects pairs, brings material along, exports pairs",
    TRAINER: "also makes and changes agents, trains them, chooses what is live",
    ADMIN: "also handles people, keys and the audit log, and deletes agents",
  },
  who: { VIEWER: "A viewer or above", COACH: "A coach or above", TRAINER: "A trainer or above", ADMIN: "An admin" },
  youAre: { VIEWER: "a viewer", COACH: "a coach", TRAINER: "a trainer", ADMIN: "an admin" },
  lacking: (who: string, what: string, youAre: string) => `${who} ${what}; you are ${youAre} here.`,
  copy: "Copy",
  copied: "Copied.",
  selected: "It is selected: copy it with your keyboard.",
  done: "Done",
};
