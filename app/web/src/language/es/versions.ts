import type { Words } from "../en";
import { count } from "./count";

export const versions: Words["versions"] = {
  title: "Versiones",
  states: { CANDIDATE: "Comparándose", LIVE: "En producción", RETIRED: "Estuvo en producción", REJECTED: "No es lo bastante buena" },
  ownWords: "con sus propias palabras",
  wordForWord: "las respuestas de usted palabra por palabra",
  compared: (better, same, worse) => `${better} mejor, ${same} igual, ${worse} peor`,
  tried: (right, tries, wrong) => `${right} de ${tries} bien, ${wrong === 0 ? "ninguna falsa" : count(wrong, "falsa", "falsas")}`,
  knowsDeleted: (number, pairs) =>
    `La versión ${number} está en producción y ha aprendido ${count(pairs, "par que se eliminó", "pares que se eliminaron")} después. El próximo entrenamiento hará una versión sin ${pairs === 1 ? "él" : "ellos"}.`,

  putLive: "Pasar a producción",
  rollBack: "Volver a esta",
  putLiveTitle: (number) => `¿Pasar la versión ${number} a producción?`,
  putThisLive: (number) => `Pasar la versión ${number} a producción`,
  putLiveAllTheSame: (number) => `Pasar la versión ${number} a producción de todos modos`,
  willAnswer: (agent, slug, number, instead) =>
    `${agent} (${slug}) responderá con la versión ${number}${instead === null ? "" : ` en lugar de la versión ${instead}`} a partir de la próxima pregunta.`,
  staysBehind: (number) => `La versión ${number} se conserva, y puede volver a ella del mismo modo.`,
  isLive: (number) => `La versión ${number} está en producción.`,

  takeOffline: "Retirar",
  takeOfflineTitle: (number) => `¿Retirar la versión ${number}?`,
  takeThisOffline: (number) => `Retirar la versión ${number}`,
  withoutVersion: (agent, slug) =>
    `Ocurre al instante. Desde ese momento ${agent} (${slug}) da las respuestas de usted palabra por palabra o dice que no lo sabe.`,
  canReturn: (number) => `La versión ${number} se conserva y puede volver a pasarla a producción. Sus pares quedan como están.`,
  isOffline: (number) => `La versión ${number} se ha retirado.`,
};
