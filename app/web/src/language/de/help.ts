import type { Words } from "../en";

export const help: Words["help"] = {
  title: "Hilfe",
  open: "Hilfe und Tasten",
  how: "So funktioniert das Coachen",
  steps: [
    "Ein Kunde, den eine KI spielt, stellt eine Frage; Sie antworten so, wie Ihr Agent antworten soll. Jede Antwort wird sofort als Trainingspaar gespeichert.",
    "„Überspringen“ lässt eine Frage aus. „Keine echte Frage …“ sagt auch, warum, und die nächsten fallen anders aus.",
    "Nach genügend neuen Antworten oder zu der Uhrzeit, die Sie gewählt haben, beginnt im Hintergrund von selbst ein Training. Wann, sagen die Einstellungen.",
    "Die neue Version wird an Fragen gemessen, mit denen sie nicht trainiert wurde. Gewinnt sie, geht sie live; wenn nicht, ändert sich für Ihre Kunden nichts, und unter Trainings steht, warum und was zu tun ist.",
    "Was auch live ist: Kunden bekommen Ihre Antworten Wort für Wort oder eigene Worte des Agenten, in denen jede Angabe durch das belegt ist, was Sie gelehrt haben, oder sie erfahren, dass er nicht sicher ist; es sei denn, Sie lassen ihn frei schreiben.",
  ],
  keysTitle: "Tastenkürzel",
  keys: {
    help: "öffnet diese Hilfe, solange Sie nicht schreiben",
    save: "speichert Ihre Antwort und geht zur nächsten Frage",
    better: "sagen unter Vergleichen, welche Antwort besser ist, oder dass es keine ist",
    add: "fügt die Themen hinzu, die Sie geschrieben haben",
    close: "schließt einen Dialog oder die Gründe zum Überspringen; Ihre angefangene Antwort bleibt",
  },
  or: "oder",
  enter: "Eingabe",
  control: "Strg",
};
