import { count } from "./count";

/** The workspace: its parts, oneself, members, and the other workspaces of the installation. */
export const workspace = {
  parts: { you: "You", people: "People", keys: "API keys", webhooks: "Webhooks", log: "Audit log", teams: "Workspaces" },
  partsOf: "Parts of this workspace",

  yourSignIn: "Your sign-in",
  signedInAs: "You are signed in as",
  inWorkspace: (name: string) => `in the workspace ${name}. Your role is`,
  roleMay: (meaning: string) => `it ${meaning}.`,
  roleAlsoMay: (meaning: string) => `it ${meaning.replace("also ", "")}, beside all that the roles before it may.`,
  adminsDo: "Admins of your workspace change roles, and see people, keys and the audit log here.",
  signOut: "Sign out in this browser",
  stillSignedIn: "Coachable can't be reached, so you are still signed in. Try again.",

  you: "(you)",
  since: (day: string) => `Since ${day}`,
  tokenHolder: "Whoever holds its token",
  roleOf: (name: string) => `Role of ${name}`,
  hasRole: (name: string, role: string) => `${name} is ${role} now.`,
  remove: "Remove",
  removeName: (name: string) => `Remove ${name}`,
  removeTitle: (name: string) => `Remove ${name}?`,
  removeAbout: "Their browsers are signed out at once, and their name goes. What they taught stays.",
  removeKeys: (name: string) => `API keys belong to the workspace: revoke those that ${name} knew.`,

  thisMachine: "This machine",
  itself: "By itself",
  formerMember: "A former member",
  isKey: (name: string) => `${name} (key)`,
  key: (prefix: string) => `Key ${prefix}`,

  invitations: { ACCEPTED: "Accepted", EXPIRED: "Expired", WITHDRAWN: "Withdrawn" },
  openUntil: (day: string) => `Open until ${day}`,

  teamsAbout: "Each has agents, people and keys of its own, and sees nothing of the others.",
  members: (amount: number) => count(amount, "member", "members"),
  nextHundred: "The next 100",
  teamName: "Name of the workspace",
  teamAdmin: "Its first admin",
  makeTeam: "Make a workspace",
  adminInvitation: (team: string) => `Invitation of the first admin of ${team}`,
  opensUntil: (day: string) => `It is shown this once, and opens once, until ${day}.`,
};
