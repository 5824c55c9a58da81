import { count } from "./count";

const inBrackets = (code: string) => (code ? ` (code ${code})` : "");
const be = (amount: number) => (amount === 1 ? "is" : "are");

/** The training screen, and what a training says elsewhere. */
export const training = {
  title: "Training",
  needs: "starts and stops trainings, and chooses what is live",
  trainNow: "Train now",
  underWay: "Under way",
  history: "History",
  firstUnderWay: "The first training is under way.",
  none: "No training yet. It starts by itself when enough is new.",
  past: (ago: string, trigger: string, pairs: string, fresh: number, leftOut: number) =>
    `${ago} · started ${trigger} · ${pairs}, ${fresh} new${leftOut > 0 ? `, ${leftOut} left out` : ""}`,
  code: (code: string) => `Code ${code}`,
  less: "Less",
  beforeAndAfter: "Before and after",
  version: (number: number) => `Version ${number}`,
  gettingReady: "Getting ready",
  timeLeft: (time: string) => `about ${time} left`,
  tab: (percent: number) => `${percent} %`,
  tabOver: "Training is over",

  yourQuestions: "Your questions, before and after",
  unseen: "It never saw your answers to these: they were kept aside to see whether it has learned.",
  answers: "Answers to held-out questions",
  noAnswersYet: "Answers to questions that it never trains on appear here as soon as there are some.",
  before: "Before",
  rightNow: "Right now",
  after: "After this training",
  yourAnswer: "Your answer",
  outcomes: { BETTER: "Better", SAME: "Same", WORSE: "Worse" },
  leftOut: (pairs: number) =>
    `${count(pairs, "pair was", "pairs were")} left out because of findings: see “Only with findings” in Pairs.`,
  details: "Details: loss, speed and how it was compared",
  detailsNow: "Details: steps, loss and speed",
  figures: {
    state: "State",
    step: "Step",
    loss: "Loss",
    heldOut: "Held-out loss",
    speed: "Speed",
    took: "Took",
    left: "Time left",
  },
  stepOf: (step: number, all: number) => `${step} of ${all}`,
  tokens: (amount: number) => `${amount} tokens/s`,
  trainingAnswers: "Training answers",
  heldOutAnswers: "Held-out answers",
  lowerIsBetter: "lower is better",
  noStep: "No step yet",
  lossAt: (loss: string, step: number) => `Loss ${loss} at step ${step}`,
  lossFrom: (from: string, to: string) => `Loss from ${from} to ${to}`,
  heldOutAt: (loss: string, step: number) => `; held-out ${loss} at step ${step}`,

  nothingChanged: (number: number | null) =>
    number === null
      ? "Nothing changed for your customers."
      : `Nothing changed for your customers: version ${number} still answers them.`,
  next: "What to do next",
  why: {
    CANCELLED: "This training was stopped before its end.",
    NO_PAIRS: "There was nothing to learn from: each of your answers was left out or deleted.",
    NO_ROOM: "The machine that trains ran out of room.",
    BROKEN: "Something went wrong on the machine that trains. Your answers are safe.",
    NO_QUESTIONS: "There was no question kept aside to test it with.",
    SERVER: "It was better, but it was not certain that customers would get the same answers as in the test.",
    WORSE: (worse: number, all: number) => `It answered ${worse} of ${count(all, "question", "questions")} worse than before.`,
    HARM: "It got worse at something that customers would notice.",
    NOT_BETTER: (all: number) => `It answered none of ${count(all, "question", "questions")} better than before.`,
    LUCK: (better: number, all: number) =>
      `It answered ${better} of ${count(all, "question", "questions")} better. That may be luck, so it was not put live.`,
  },
  steps: {
    ANSWER: "Answer more customers. Some of your answers are kept aside to test it with: the more of them, the surer the result.",
    LOOK: "Read the answers that got worse. If you would write them otherwise today, change yours in Pairs.",
    FINDINGS: "Look at the answers that contradict each other or have gaps, in Pairs under “Only with findings”.",
    LENIENT: "If a likely win is enough for you, say in Settings that a version goes live unless it is worse.",
    AGAIN: "Train again.",
    TELL: (code: string) => `If it happens again, tell whoever looks after this installation${inBrackets(code)}.`,
    OPERATOR: (code: string) => `Tell whoever looks after this installation${inBrackets(code)}, then train again.`,
  },
  links: { coach: "Answer customers", pairs: "Open Pairs", settings: "Open Settings" },

  notify: "Tell me when it ends",
  notifyOff: "Don't tell me",
  notifyOn: "Your browser will tell you when it ends while you look elsewhere.",
  notifyDenied: "Your browser does not let this page tell you. You can allow notifications for it in the browser's settings.",
  ended: {
    SUCCEEDED: (agent: string) => `${agent} has learned: a new version is live.`,
    REJECTED: (agent: string) => `The training of ${agent} is over. The new version did not go live.`,
    FAILED: (agent: string) => `The training of ${agent} failed.`,
    CANCELLED: (agent: string) => `The training of ${agent} was stopped.`,
  },

  learned: (learned: number, all: number) =>
    `What it learned: ${learned} of ${count(all, "taught answer", "taught answers")} now ${learned === 1 ? "comes" : "come"} out`,
  learnedMark: "Learned: ",
  notLearnedMark: "Not learned yet: ",
  keyPoints: "Key points",
  comesOut: " (comes out)",
  missing: " (missing)",

  readiness: "How your answers come out",
  seeEach: "See each one",
  readinessStates: {
    WRITTEN: { name: "In its own words", meaning: "The live version says this right in its own words." },
    TAUGHT: { name: "Word for word", meaning: "Customers get this answer as you wrote it." },
    LEFT_OUT: { name: "Left out", meaning: "A finding keeps this answer out: mend it, or say that it is right." },
  },
  readinessParts: {
    WRITTEN: (amount: number) => `${amount === 1 ? "comes" : "come"} out right in its own words`,
    TAUGHT: (amount: number) => `${be(amount)} given word for word`,
    LEFT_OUT: (amount: number) => `${be(amount)} left out because of findings`,
  },
  readinessOnly: (part: string) => `Your only taught answer ${part}.`,
  readinessAll: (all: number, part: string) => `All ${all} taught answers ${part}.`,
  readinessOf: (all: number, parts: string) => `Of ${all} taught answers, ${parts}.`,

  and: "and",

  triesRight: (right: number, tries: number) => `${right} of ${count(tries, "try", "tries")} right`,
  noneFalse: "none false",
  invented: (amount: number) => `${amount} with an invented fact`,
  against: (amount: number) => `${amount} against your answers`,
  degenerate: (amount: number) => `${amount} repeating, cut or empty`,
  wrongAnswers: "Wrong answers",
  showFewer: "Show fewer",
  more: (amount: number) => `${amount} more`,

  rewritten: "Words of its drafts that you rewrote",
  onePoint: "One point for each",
  byVersion: "by version",
  byWeek: "by week",
  rewrittenWords: (points: string) => `Rewritten words. ${points}`,
  ofDrafts: (label: string, percent: number, drafts: number) => `${label}: ${percent} % of ${count(drafts, "draft", "drafts")}`,
};
