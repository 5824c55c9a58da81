import type { Words } from "../en";

export const keys: Words["keys"] = {
  about:
    "Programme weisen sich damit aus: OpenAI-Clients, Skripte, `coachable import` und `export`. Sie gelten, wo die Installation mit `COACHABLE_AUTH=keys` läuft.",
  purpose: "Wofür er ist",
  role: "Rolle des Schlüssels",
  validFor: "Gültig für",
  lasts: { 30: "30 Tage", 90: "90 Tage", 365: "Ein Jahr", 0: "Bis zum Widerruf" },
  make: "Schlüssel anlegen",
  secretOf: (name) => `Schlüssel für ${name}`,
  secretHint: "Er wird nur dieses eine Mal gezeigt: Bewahren Sie ihn dort auf, wo das Programm ihn findet.",
  lastUsed: (ago) => `zuletzt benutzt: ${ago}`,
  neverUsed: "nie benutzt",
  revoke: "Widerrufen",
  revokeName: (name) => `${name} widerrufen`,
  revokeTitle: (name) => `${name} widerrufen?`,
  revokeThis: "Diesen Schlüssel widerrufen",
  revokeAbout: "Programme, die ihn benutzen, werden sofort abgewiesen. Das lässt sich nicht zurücknehmen; legen Sie stattdessen einen neuen an.",
  revoked: (day) => `Widerrufen am ${day}`,
  expired: (day) => `Abgelaufen am ${day}`,
  until: (day) => `Bis ${day}`,
  untilRevoked: "Bis zum Widerruf",
};
