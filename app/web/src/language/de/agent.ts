import type { Words } from "../en";

export const agent: Words["agent"] = {
  tabs: { coach: "Coachen", compare: "Vergleichen", pairs: "Paare", training: "Trainings", settings: "Einstellungen" },
  screens: "Ansichten dieses Agenten",
  home: "Coachable, alle Agenten",
  live: (version) => `v${version} live`,
  noneLive: "keine Version live",
  notTrained: "noch nicht trainiert",
  training: "Laufendes Training",
  less: "Weniger",
  watch: "Beim Lernen zusehen",
  beforeAndAfter: "Vorher und nachher",
  closeNote: "Diesen Hinweis schließen",
  timeLeft: (time) => `noch etwa ${time}`,
  cancel: "Abbrechen",
  stop: "Dieses Training stoppen",
  goOn: "Weiterlaufen lassen",
  stopping: "Wird gestoppt …",
};
