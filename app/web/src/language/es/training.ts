import type { Words } from "../en";
import { count } from "./count";

const inBrackets = (code: string) => (code ? ` (código ${code})` : "");

export const training: Words["training"] = {
  title: "Entrenamiento",
  needs: "inicia y detiene entrenamientos y elige lo que está en producción",
  trainNow: "Entrenar ahora",
  underWay: "En curso",
  history: "Historial",
  firstUnderWay: "El primer entrenamiento está en curso.",
  none: "Todavía no hay ningún entrenamiento. Empieza solo cuando hay bastante nuevo.",
  past: (ago, trigger, pairs, fresh, leftOut) =>
    `${ago} · iniciado ${trigger} · ${pairs}, ${fresh} ${fresh === 1 ? "nuevo" : "nuevos"}${leftOut > 0 ? `, ${leftOut} sin usar` : ""}`,
  code: (code) => `Código ${code}`,
  less: "Menos",
  beforeAndAfter: "Antes y después",
  version: (number) => `Versión ${number}`,
  gettingReady: "Preparándose",
  timeLeft: (time) => `quedan unos ${time}`,
  tab: (percent) => `${percent} %`,
  tabOver: "Entrenamiento terminado",

  yourQuestions: "Sus preguntas, antes y después",
  unseen: "Nunca vio las respuestas de usted a estas preguntas: se reservaron para comprobar si ha aprendido.",
  answers: "Respuestas a preguntas reservadas",
  noAnswersYet: "Aquí aparecerán respuestas a preguntas con las que nunca se entrena, en cuanto las haya.",
  before: "Antes",
  rightNow: "Ahora mismo",
  after: "Después de este entrenamiento",
  yourAnswer: "Su respuesta",
  outcomes: { BETTER: "Mejor", SAME: "Igual", WORSE: "Peor" },
  leftOut: (pairs) =>
    `${count(pairs, "par no se usó", "pares no se usaron")} por tener avisos: vea «Solo con avisos» en Pares.`,
  details: "Detalles: pérdida, velocidad y cómo se comparó",
  detailsNow: "Detalles: pasos, pérdida y velocidad",
  figures: {
    state: "Estado",
    step: "Paso",
    loss: "Pérdida",
    heldOut: "Pérdida de las reservadas",
    speed: "Velocidad",
    took: "Duración",
    left: "Tiempo restante",
  },
  stepOf: (step, all) => `${step} de ${all}`,
  tokens: (amount) => `${amount} tókenes/s`,
  trainingAnswers: "Respuestas entrenadas",
  heldOutAnswers: "Respuestas reservadas",
  lowerIsBetter: "más bajo es mejor",
  noStep: "Todavía ningún paso",
  lossAt: (loss, step) => `Pérdida ${loss} en el paso ${step}`,
  lossFrom: (from, to) => `Pérdida de ${from} a ${to}`,
  heldOutAt: (loss, step) => `; reservadas ${loss} en el paso ${step}`,

  nothingChanged: (number) =>
    number === null
      ? "Para sus clientes no ha cambiado nada."
      : `Para sus clientes no ha cambiado nada: la versión ${number} sigue respondiéndoles.`,
  next: "Qué hacer ahora",
  why: {
    CANCELLED: "Este entrenamiento se detuvo antes de terminar.",
    NO_PAIRS: "No había nada que aprender: todas sus respuestas estaban apartadas o eliminadas.",
    NO_ROOM: "El equipo que entrena se ha quedado sin espacio.",
    BROKEN: "Algo ha fallado en el equipo que entrena. Sus respuestas están a salvo.",
    NO_QUESTIONS: "No había ninguna pregunta reservada con la que comprobarlo.",
    SERVER: "Era mejor, pero no era seguro que los clientes recibieran las mismas respuestas que en la prueba.",
    WORSE: (worse, all) => `Respondió peor que antes a ${worse} de ${count(all, "pregunta", "preguntas")}.`,
    HARM: "Ha empeorado en algo que los clientes notarían.",
    NOT_BETTER: (all) => `De ${count(all, "pregunta", "preguntas")} no respondió mejor a ninguna.`,
    LUCK: (better, all) =>
      `Respondió mejor a ${better} de ${count(all, "pregunta", "preguntas")}. Puede ser casualidad, por eso no pasó a producción.`,
  },
  steps: {
    ANSWER: "Responda a más clientes. Algunas de sus respuestas se reservan para comprobarlo: cuantas más haya, más seguro es el resultado.",
    LOOK: "Lea las respuestas que han empeorado. Si hoy respondería de otro modo, cambie las suyas en Pares.",
    FINDINGS: "Mire en Pares, con «Solo con avisos», las respuestas que se contradicen o tienen huecos.",
    LENIENT: "Si le basta con una mejora probable, indique en Ajustes que una versión pase a producción salvo que sea peor.",
    AGAIN: "Vuelva a entrenar.",
    TELL: (code) => `Si se repite, avise a quien se ocupa de esta instalación${inBrackets(code)}.`,
    OPERATOR: (code) => `Avise a quien se ocupa de esta instalación${inBrackets(code)} y después vuelva a entrenar.`,
  },
  links: { coach: "Responder a clientes", pairs: "Abrir Pares", settings: "Abrir Ajustes" },

  notify: "Avisarme cuando termine",
  notifyOff: "No avisarme",
  notifyOn: "Su navegador le avisará cuando termine mientras usted mira otra cosa.",
  notifyDenied: "Su navegador no deja que esta página le avise. Puede permitir sus notificaciones en los ajustes del navegador.",
  ended: {
    SUCCEEDED: (agent) => `${agent} ha aprendido: hay una versión nueva en producción.`,
    REJECTED: (agent) => `El entrenamiento de ${agent} ha terminado. La versión nueva no pasó a producción.`,
    FAILED: (agent) => `El entrenamiento de ${agent} ha fallado.`,
    CANCELLED: (agent) => `El entrenamiento de ${agent} se detuvo.`,
  },

  learned: (learned, all) =>
    `Lo que ha aprendido: ${learned} de ${count(all, "respuesta enseñada ya sale", "respuestas enseñadas ya salen")}`,
  learnedMark: "Aprendida: ",
  notLearnedMark: "Todavía no aprendida: ",
  keyPoints: "Puntos clave",
  comesOut: " (sale)",
  missing: " (falta)",

  readiness: "Cómo salen sus respuestas",
  seeEach: "Ver cada una",
  readinessStates: {
    WRITTEN: { name: "Con sus propias palabras", meaning: "La versión en producción lo dice bien con sus propias palabras." },
    TAUGHT: { name: "Palabra por palabra", meaning: "Los clientes reciben esta respuesta tal como usted la escribió." },
    LEFT_OUT: { name: "Sin usar", meaning: "Un aviso impide usar esta respuesta: corríjala o diga que es correcta." },
  },
  readinessParts: {
    WRITTEN: (amount) => `${amount === 1 ? "sale" : "salen"} bien con sus propias palabras`,
    TAUGHT: (amount) => `${amount === 1 ? "se da" : "se dan"} palabra por palabra`,
    LEFT_OUT: (amount) => `${amount === 1 ? "queda" : "quedan"} sin usar por los avisos`,
  },
  readinessOnly: (part) => `Su única respuesta enseñada ${part}.`,
  readinessAll: (all, part) => `Las ${all} respuestas enseñadas ${part}.`,
  readinessOf: (all, parts) => `De ${all} respuestas enseñadas, ${parts}.`,

  and: "y",

  triesRight: (right, tries) => `${right} de ${count(tries, "intento", "intentos")} bien`,
  noneFalse: "ninguno falso",
  invented: (amount) => `${amount} con un dato inventado`,
  against: (amount) => `${amount} contra sus respuestas`,
  degenerate: (amount) => `${amount} con repeticiones, sin terminar o en blanco`,
  wrongAnswers: "Respuestas equivocadas",
  showFewer: "Mostrar menos",
  more: (amount) => `${amount} más`,

  rewritten: "Palabras de sus borradores que usted reescribió",
  onePoint: "Un punto por cada",
  byVersion: "versión",
  byWeek: "semana",
  rewrittenWords: (points) => `Palabras reescritas. ${points}`,
  ofDrafts: (label, percent, drafts) => `${label}: ${percent} % de ${count(drafts, "borrador", "borradores")}`,
};
