import type { Words } from "../en";

export const access: Words["access"] = {
  roles: { VIEWER: "Leser", COACH: "Coach", TRAINER: "Trainer", ADMIN: "Admin" },
  named: { VIEWER: "Leser", COACH: "Coach", TRAINER: "Trainer", ADMIN: "Admin" },
  meanings: {
    VIEWER: "liest alles und spricht mit den Agenten",
    COACH: "lehrt auch: antwortet Kunden, berichtigt Paare, bringt Material mit, exportiert Paare",
    TRAINER: "legt auch Agenten an und ändert sie, trainiert sie, wählt, was live ist",
    ADMIN: "verwaltet auch Personen, Schlüssel und das Protokoll und löscht Agenten",
  },
  who: { VIEWER: "Wer mindestens Leser ist,", COACH: "Wer mindestens Coach ist,", TRAINER: "Wer mindestens Trainer ist,", ADMIN: "Ein Admin" },
  youAre: { VIEWER: "Leser", COACH: "Coach", TRAINER: "Trainer", ADMIN: "Admin" },
  lacking: (who, what, youAre) => `${who} ${what}; Sie sind hier ${youAre}.`,
  copy: "Kopieren",
  copied: "Kopiert.",
  selected: "Es ist markiert: Kopieren Sie es mit der Tastatur.",
  done: "Fertig",
};
