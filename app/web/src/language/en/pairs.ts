import { count } from "./count";

/** The pairs: what they cover, which are shown, and each one. */
export const pairs = {
  title: "Pairs",
  inAll: (amount: number) => `${count(amount, "pair", "pairs")} in all`,
  shown: (amount: number) => `${count(amount, "pair", "pairs")} shown`,
  none: "No pairs yet: every answer that you save becomes one.",
  noneFits: "No pair fits these filters.",
  bring: "Bring pairs that you have",
  needs: "changes, brings along and exports pairs",
  material: "Material",
  import: "Import",
  export: "Export",

  coverage: "What your pairs cover",
  sure: (share: string) => `${share} sure`,
  cell: (category: string, difficulty: string, amount: number) =>
    `${category}, ${difficulty.toLowerCase()}: ${count(amount, "pair", "pairs")}`,
  nothingAbout: (categories: string[]) => `Nothing yet about: ${categories.join(", ").toLowerCase()}.`,
  leastSure: (topics: string[]) => `The agent is least sure about: ${topics.join(", ")}.`,

  search: "Search in questions and answers",
  category: "Category",
  allCategories: "All categories",
  difficulty: "Difficulty",
  allDifficulties: "Easy to hard",
  use: "Use",
  allUses: "Learned and held out",
  uses: { TRAIN: "It learns from them", HOLDOUT: "Held out for the proof" },
  onlyFound: "Only with findings",
  showAll: "Show all",

  heldOut: "Held out",
  heldOutMeans: "Never trained on; versions are compared by it.",
  leftOut: "No training uses this pair until it is mended or you say that it is right.",
  edit: "Edit",
  delete: "Delete",
  isRight: "It is right like this",
  customerAsks: "The customer asks",
  save: "Save",
  keep: "Keep it as it was",
  deleted: "Pair deleted.",
};
