import type { Words } from "../en";
import { count } from "./count";

export const workspace: Words["workspace"] = {
  parts: { you: "Sie", people: "Personen", keys: "API-Schlüssel", webhooks: "Webhooks", log: "Protokoll", teams: "Arbeitsbereiche" },
  partsOf: "Teile dieses Arbeitsbereichs",

  yourSignIn: "Ihre Anmeldung",
  signedInAs: "Sie sind angemeldet als",
  inWorkspace: (name) => `im Arbeitsbereich ${name}. Ihre Rolle ist`,
  roleMay: (meaning) => `Wer sie hat, ${meaning}.`,
  roleAlsoMay: (meaning) => `Wer sie hat, ${meaning.replace(" auch", "")}, neben allem, was die Rollen davor dürfen.`,
  adminsDo: "Admins Ihres Arbeitsbereichs ändern Rollen und sehen hier Personen, Schlüssel und das Protokoll.",
  signOut: "In diesem Browser abmelden",
  stillSignedIn: "Coachable ist nicht erreichbar, deshalb sind Sie noch angemeldet. Versuchen Sie es noch einmal.",

  you: "(Sie)",
  since: (day) => `Seit ${day}`,
  tokenHolder: "Wer dessen Token hat",
  roleOf: (name) => `Rolle von ${name}`,
  hasRole: (name, role) => `${name} ist jetzt ${role}.`,
  remove: "Entfernen",
  removeName: (name) => `${name} entfernen`,
  removeTitle: (name) => `${name} entfernen?`,
  removeAbout: "Alle Browser dieser Person werden sofort abgemeldet, und ihr Name verschwindet. Was sie gelehrt hat, bleibt.",
  removeKeys: (name) => `API-Schlüssel gehören dem Arbeitsbereich: Widerrufen Sie die, die ${name} kannte.`,

  thisMachine: "Dieser Rechner",
  itself: "Von selbst",
  formerMember: "Ein früheres Mitglied",
  isKey: (name) => `${name} (Schlüssel)`,
  key: (prefix) => `Schlüssel ${prefix}`,

  invitations: { ACCEPTED: "Angenommen", EXPIRED: "Abgelaufen", WITHDRAWN: "Zurückgezogen" },
  openUntil: (day) => `Offen bis ${day}`,

  teamsAbout: "Jeder hat eigene Agenten, Personen und Schlüssel und sieht nichts von den anderen.",
  members: (amount) => count(amount, "Mitglied", "Mitglieder"),
  nextHundred: "Die nächsten 100",
  teamName: "Name des Arbeitsbereichs",
  teamAdmin: "Erster Admin",
  makeTeam: "Arbeitsbereich anlegen",
  adminInvitation: (team) => `Einladung des ersten Admins von ${team}`,
  opensUntil: (day) => `Der Link wird nur dieses eine Mal gezeigt und öffnet einmal, bis ${day}.`,
};
