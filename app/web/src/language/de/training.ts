import type { Words } from "../en";
import { count } from "./count";

const inBrackets = (code: string) => (code ? ` (Code ${code})` : "");
const be = (amount: number) => (amount === 1 ? "wird" : "werden");

export const training: Words["training"] = {
  title: "Training",
  needs: "startet und beendet Trainings und bestimmt, was live ist",
  trainNow: "Jetzt trainieren",
  underWay: "Läuft gerade",
  history: "Verlauf",
  firstUnderWay: "Das erste Training läuft.",
  none: "Noch kein Training. Es beginnt von selbst, sobald genug Neues da ist.",
  past: (ago, trigger, pairs, fresh, leftOut) =>
    `${ago} · gestartet ${trigger} · ${pairs}, ${fresh} neu${leftOut > 0 ? `, ${leftOut} ausgelassen` : ""}`,
  code: (code) => `Fehlercode ${code}`,
  less: "Weniger",
  beforeAndAfter: "Vorher und nachher",
  version: (number) => `Version ${number}`,
  gettingReady: "Wird vorbereitet",
  timeLeft: (time) => `noch etwa ${time}`,
  tab: (percent) => `${percent} %`,
  tabOver: "Training beendet",

  yourQuestions: "Ihre Fragen, vorher und nachher",
  unseen: "Ihre Antworten auf diese Fragen hat er nie gesehen: Sie wurden zurückgehalten, um zu prüfen, ob er gelernt hat.",
  answers: "Antworten auf zurückgehaltene Fragen",
  noAnswersYet: "Hier erscheinen Antworten auf Fragen, mit denen nie trainiert wird, sobald es welche gibt.",
  before: "Vorher",
  rightNow: "Im Moment",
  after: "Nach diesem Training",
  yourAnswer: "Ihre Antwort",
  outcomes: { BETTER: "Besser", SAME: "Gleich", WORSE: "Schlechter" },
  leftOut: (pairs) =>
    `${count(pairs, "Paar wurde", "Paare wurden")} wegen Auffälligkeiten ausgelassen: siehe „Nur mit Auffälligkeiten“ unter Paare.`,
  details: "Einzelheiten: Loss, Geschwindigkeit und wie verglichen wurde",
  detailsNow: "Einzelheiten: Schritte, Loss und Geschwindigkeit",
  figures: {
    state: "Zustand",
    step: "Schritt",
    loss: "Loss",
    heldOut: "Loss der zurückgehaltenen",
    speed: "Geschwindigkeit",
    took: "Dauer",
    left: "Restzeit",
  },
  stepOf: (step, all) => `${step} von ${all}`,
  tokens: (amount) => `${amount} Token/s`,
  trainingAnswers: "Trainierte Antworten",
  heldOutAnswers: "Zurückgehaltene Antworten",
  lowerIsBetter: "niedriger ist besser",
  noStep: "Noch kein Schritt",
  lossAt: (loss, step) => `Loss ${loss} bei Schritt ${step}`,
  lossFrom: (from, to) => `Loss von ${from} auf ${to}`,
  heldOutAt: (loss, step) => `; zurückgehaltene ${loss} bei Schritt ${step}`,

  nothingChanged: (number) =>
    number === null
      ? "Für Ihre Kunden hat sich nichts geändert."
      : `Für Ihre Kunden hat sich nichts geändert: Version ${number} antwortet weiterhin.`,
  next: "Was Sie jetzt tun können",
  why: {
    CANCELLED: "Dieses Training wurde vor seinem Ende abgebrochen.",
    NO_PAIRS: "Es gab nichts zu lernen: Alle Ihre Antworten waren ausgelassen oder gelöscht.",
    NO_ROOM: "Auf dem Rechner, der trainiert, ist kein Platz mehr.",
    BROKEN: "Auf dem Rechner, der trainiert, ist etwas schiefgegangen. Ihre Antworten sind sicher.",
    NO_QUESTIONS: "Es war keine Frage zurückgehalten, mit der sich prüfen ließe.",
    SERVER: "Die neue Version war besser, aber es war nicht sicher, dass Kunden dieselben Antworten bekommen wie im Test.",
    WORSE: (worse, all) => `${worse} von ${count(all, "Frage", "Fragen")} wurden schlechter beantwortet als vorher.`,
    HARM: "Etwas, das Kunden auffallen würde, ist schlechter geworden.",
    NOT_BETTER: (all) => `Von ${count(all, "Frage", "Fragen")} wurde keine besser beantwortet als vorher.`,
    LUCK: (better, all) =>
      `${better} von ${count(all, "Frage", "Fragen")} wurden besser beantwortet. Das kann Zufall sein, deshalb ging die Version nicht live.`,
  },
  steps: {
    ANSWER: "Beantworten Sie weitere Kunden. Einige Ihrer Antworten werden zum Prüfen zurückgehalten: Je mehr es sind, desto sicherer das Ergebnis.",
    LOOK: "Lesen Sie die Antworten, die schlechter wurden. Würden Sie heute anders antworten, ändern Sie Ihre unter Paare.",
    FINDINGS: "Sehen Sie sich unter Paare mit „Nur mit Auffälligkeiten“ die Antworten an, die einander widersprechen oder Lücken haben.",
    LENIENT: "Genügt Ihnen ein wahrscheinlicher Gewinn, lassen Sie in den Einstellungen jede Version live gehen, die nicht schlechter ist.",
    AGAIN: "Trainieren Sie noch einmal.",
    TELL: (code) => `Geschieht es wieder, sagen Sie es denen, die diese Installation betreuen${inBrackets(code)}.`,
    OPERATOR: (code) => `Sagen Sie es denen, die diese Installation betreuen${inBrackets(code)}, und trainieren Sie danach noch einmal.`,
  },
  links: { coach: "Kunden antworten", pairs: "Paare öffnen", settings: "Einstellungen öffnen" },

  notify: "Am Ende Bescheid geben",
  notifyOff: "Nicht Bescheid geben",
  notifyOn: "Ihr Browser gibt Ihnen Bescheid, wenn es endet, während Sie woanders sind.",
  notifyDenied: "Ihr Browser erlaubt dieser Seite keine Mitteilungen. In seinen Einstellungen können Sie sie erlauben.",
  ended: {
    SUCCEEDED: (agent) => `${agent} hat gelernt: Eine neue Version ist live.`,
    REJECTED: (agent) => `Das Training von ${agent} ist beendet. Die neue Version ging nicht live.`,
    FAILED: (agent) => `Das Training von ${agent} ist fehlgeschlagen.`,
    CANCELLED: (agent) => `Das Training von ${agent} wurde abgebrochen.`,
  },

  learned: (learned, all) =>
    `Gelernt: ${learned} von ${count(all, "beigebrachten Antwort", "beigebrachten Antworten")} ${learned === 1 ? "kommt" : "kommen"} jetzt heraus`,
  learnedMark: "Gelernt: ",
  notLearnedMark: "Noch nicht gelernt: ",
  keyPoints: "Kernpunkte",
  comesOut: " (kommt heraus)",
  missing: " (fehlt)",

  readiness: "Wie Ihre Antworten herauskommen",
  seeEach: "Jede einzeln ansehen",
  readinessStates: {
    WRITTEN: { name: "In eigenen Worten", meaning: "Die Live-Version sagt das richtig in eigenen Worten." },
    TAUGHT: { name: "Wort für Wort", meaning: "Kunden bekommen diese Antwort so, wie Sie sie geschrieben haben." },
    LEFT_OUT: { name: "Ausgelassen", meaning: "Eine Auffälligkeit hält diese Antwort zurück: Bessern Sie sie aus oder sagen Sie, dass sie stimmt." },
  },
  readinessParts: {
    WRITTEN: (amount) => `${amount === 1 ? "kommt" : "kommen"} in eigenen Worten richtig heraus`,
    TAUGHT: (amount) => `${be(amount)} Wort für Wort gegeben`,
    LEFT_OUT: (amount) => `${be(amount)} wegen Auffälligkeiten ausgelassen`,
  },
  readinessOnly: (part) => `Ihre einzige beigebrachte Antwort ${part}.`,
  readinessAll: (all, part) => `Alle ${all} beigebrachten Antworten ${part}.`,
  readinessOf: (all, parts) => `Von ${all} beigebrachten Antworten gilt: ${parts}.`,

  and: "und",

  triesRight: (right, tries) => `${right} von ${count(tries, "Versuch", "Versuchen")} richtig`,
  noneFalse: "keiner falsch",
  invented: (amount) => `${amount} mit einer erfundenen Angabe`,
  against: (amount) => `${amount} gegen Ihre Antworten`,
  degenerate: (amount) => `${amount} mit Wiederholungen, abgebrochen oder leer`,
  wrongAnswers: "Falsche Antworten",
  showFewer: "Weniger anzeigen",
  more: (amount) => `${amount} weitere`,

  rewritten: "Wörter der Entwürfe, die Sie umgeschrieben haben",
  onePoint: "Ein Punkt für jede",
  byVersion: "nach Version",
  byWeek: "nach Woche",
  rewrittenWords: (points) => `Umgeschriebene Wörter. ${points}`,
  ofDrafts: (label, percent, drafts) => `${label}: ${percent} % von ${count(drafts, "Entwurf", "Entwürfen")}`,
};
