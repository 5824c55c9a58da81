import type { Words } from "../en";
import { count } from "./count";

export const replies: Words["replies"] = {
  taught: "Su respuesta, palabra por palabra",
  written: (sources) => `Con sus propias palabras, ${sources === 0 ? "sin fuente" : `a partir de ${count(sources, "fuente", "fuentes")}`}`,
  unsure: "No está seguro: pasa la pregunta",
  unsureOffers: (nearest) => `No está seguro: pasa la pregunta y ofrece ${nearest}`,
  nearest: "lo más parecido que tiene",
  nearestAnswers: (amount) => (amount === 1 ? "su respuesta más parecida" : `sus ${amount} respuestas más parecidas`),
  answerTo: (question) => `Su respuesta a «${question}»`,
  answer: "Su respuesta",
  pageNamed: (title) => `Su página «${title}»`,
  page: "Su página",
  prompt: "Lo que se le dice antes de cada conversación",
  customer: "Lo que escribió el cliente",
  sources: "Fuentes",
};
