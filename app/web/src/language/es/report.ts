import type { Words } from "../en";
import { count } from "./count";

export const report: Words["report"] = {
  link: "Página para enseñar",
  back: "Volver a Entrenamiento",
  print: "Imprimir o guardar como PDF",
  title: (agent) => `Lo que ha aprendido ${agent}`,
  taught: (pairs) => `Su equipo le ha enseñado ${count(pairs, "respuesta", "respuestas")}.`,
  live: (number, day, pairs) =>
    `La versión ${number}, hecha con ${count(pairs, "respuesta", "respuestas")}, responde a los clientes desde el ${day}.`,
  noneLive: "Todavía no responde ninguna versión entrenada: los clientes reciben las respuestas de su equipo palabra por palabra.",
  learned: "Lo que sabe responder",
  nothing: "Nada todavía: no se ha enseñado ninguna respuesta.",
  proof: "Cómo lo sabemos",
  compared: (better, same, worse) =>
    `Se le hicieron ${count(better + same + worse, "pregunta", "preguntas")} cuyas respuestas nunca había visto: ${better} salieron mejor que antes, ${same} igual y ${worse} peor.`,
  tried: (tries, right, wrong) =>
    `En ${count(tries, "intento", "intentos")} de decir lo enseñado con sus propias palabras, ${right} estuvieron bien y ${wrong} dijeron algo falso.`,
  mayWrite: "Por eso los clientes pueden leer sus propias palabras; cada dato se comprueba con lo que enseñó su equipo.",
  wordForWord: "Sus propias palabras no llegan a los clientes: reciben las respuestas de su equipo palabra por palabra, o se les dice que no es seguro.",
  facts: "Datos que se comprueban",
  checked: (facts, answers, day) =>
    `${count(facts, "dato", "datos")} en ${count(answers, "respuesta", "respuestas")}, comprobados por última vez el ${day}.`,
  notYet: "Lo que todavía no sabe",
  allDone: "No queda nada pendiente: todas las preguntas hasta ahora tienen respuesta.",
  asked: "Los clientes preguntaron y no tenía respuesta",
  leftOut: "Respuestas sin usar hasta que alguien las mire",
  notByHeart: "Respuestas que no sabe de memoria; los clientes las reciben palabra por palabra",
};
