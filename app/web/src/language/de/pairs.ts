import type { Words } from "../en";
import { count } from "./count";

export const pairs: Words["pairs"] = {
  title: "Paare",
  inAll: (amount) => `insgesamt ${count(amount, "Paar", "Paare")}`,
  shown: (amount) => `${count(amount, "Paar wird", "Paare werden")} gezeigt`,
  none: "Noch keine Paare: Jede Antwort, die Sie speichern, wird eines.",
  noneFits: "Kein Paar passt zu diesen Filtern.",
  bring: "Vorhandene Paare mitbringen",
  needs: "ändert, importiert und exportiert Paare",
  material: "Material",
  import: "Importieren",
  export: "Exportieren",

  coverage: "Was Ihre Paare abdecken",
  sure: (share) => `${share} sicher`,
  cell: (category, difficulty, amount) => `${category}, ${difficulty.toLowerCase()}: ${count(amount, "Paar", "Paare")}`,
  nothingAbout: (categories) => `Noch nichts zu: ${categories.join(", ")}.`,
  leastSure: (topics) => `Am wenigsten sicher ist der Agent bei: ${topics.join(", ")}.`,

  search: "In Fragen und Antworten suchen",
  category: "Bereich",
  allCategories: "Alle Bereiche",
  difficulty: "Schwierigkeit",
  allDifficulties: "Leicht bis schwer",
  use: "Verwendung",
  allUses: "Gelernte und zurückgehaltene",
  uses: { TRAIN: "Daraus wird gelernt", HOLDOUT: "Für die Prüfung zurückgehalten" },
  onlyFound: "Nur mit Auffälligkeiten",
  showAll: "Alle zeigen",

  heldOut: "Zurückgehalten",
  heldOutMeans: "Damit wird nie trainiert; Versionen werden daran verglichen.",
  leftOut: "Kein Training nutzt dieses Paar, bis es berichtigt ist oder Sie sagen, dass es stimmt.",
  edit: "Bearbeiten",
  delete: "Löschen",
  isRight: "So ist es richtig",
  customerAsks: "Der Kunde fragt",
  save: "Speichern",
  keep: "So lassen, wie es war",
  deleted: "Paar gelöscht.",
};
