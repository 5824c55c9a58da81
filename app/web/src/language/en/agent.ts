/** What stands around every screen of an agent: its name, the tabs, and the training that is under way. */
export const agent = {
  tabs: { coach: "Coach", compare: "Compare", pairs: "Pairs", training: "Training", settings: "Settings" },
  screens: "Screens of this agent",
  home: "Coachable, all agents",
  live: (version: number) => `v${version} live`,
  noneLive: "no version live",
  notTrained: "not trained yet",
  training: "Training",
  less: "Less",
  watch: "Watch it learn",
  beforeAndAfter: "Before and after",
  closeNote: "Close this note",
  timeLeft: (time: string) => `about ${time} left`,
  cancel: "Cancel",
  stop: "Stop this training",
  goOn: "Go on",
  stopping: "Stopping…",
};
