import type { Words } from "../en";
import { count } from "./count";

export const compare: Words["compare"] = {
  title: "Comparar",
  titleOf: (agent) => `Comparar versiones de ${agent}`,
  nothingYet: (agent) =>
    `Por ahora solo existe el modelo base. En cuanto ${agent} haya aprendido de sus respuestas, aquí podrá hablar con dos versiones a la vez.`,
  message: "Su mensaje para las dos",
  placeholder: "Escriba como un cliente; responden las dos.",
  ask: "Preguntar a las dos",
  heldOut: "Una pregunta reservada",
  side: (letter) => `Lado ${letter}`,
  versionOn: (letter) => `Versión del lado ${letter}`,
  talkWith: (letter) => `Conversación con ${letter}`,
  base: "Modelo base",
  isLive: (version) => `${version} (en producción)`,
  empty: "Pregunte algo abajo: las dos responden a la vez.",
  askAgain: "Volver a preguntar",
  noAnswer: "(sin respuesta)",
  answers: (letter, text, basis) => `${letter} responde: ${text} (${basis})`,
  whichIsBetter: "¿Qué respuesta es mejor?",
  isBetter: (letter) => `${letter} es mejor`,
  tie: "Empate",
  needs: "vota",
  tally: (left, ties, right) => `A ${left} · empate ${ties} · B ${right}`,
  notCounted: (problem) => `No se ha contado: ${problem}`,
  allVotes: "Todos los votos",
  restart: "Empezar de nuevo",
  against: (one, other) => `${one} frente a ${other.toLowerCase()}`,
  votes: (better, worse, ties) =>
    `${count(better, "vez", "veces")} mejor, ${count(worse, "vez", "veces")} peor, ${count(ties, "empate", "empates")}`,
};
