import type { Words } from "../en";
import { count } from "./count";

export const material: Words["material"] = {
  title: "Material",
  about:
    "Páginas de ayuda, preguntas frecuentes o consultas reales: páginas web, Word, PDF, Markdown, Excel, CSV, exportaciones de un servicio de asistencia. Sus clientes de práctica preguntan por lo que dicen; una pregunta con respuesta se convierte en un par que usted confirma.",
  holds: (questions, pairs) => `${count(questions, "pregunta", "preguntas")}, ${count(pairs, "par", "pares")} por confirmar`,
  read: (questions, pairs) =>
    `Leído: ${count(questions, "pregunta", "preguntas")} de clientes, ${count(pairs, "par", "pares")} por confirmar.`,
  delete: (name) => `Eliminar ${name}`,
  deleted: (name) => `${name} se ha eliminado; sus pares se conservan.`,
  file: "Añadir un archivo",
  paste: "O pegar un texto",
  name: "¿Cómo se llama?",
  nameExample: "Preguntas frecuentes",
  reading: "Leyendo…",
  add: "Añadir este texto",

  found: "Encontrado en su material",
  foundAbout: "Se convierten en pares cuando usted los confirma. Cambie la respuesta donde la suya sea mejor.",
  answerTo: (question) => `Respuesta a: ${question}`,
  savePair: "Guardar como par",
  notThisOne: "Este no",
  from: (name) => `de ${name}`,
  saveAll: (amount) => `Guardar los ${amount} como pares`,
  saveAllTitle: (amount) => `¿Guardar los ${amount} como pares?`,
  saveMany: (amount) => `Guardar ${count(amount, "par", "pares")}`,
  saveAllAbout: (amount) =>
    `${count(amount, "pregunta con la respuesta de su material se convierte en par de entrenamiento", "preguntas con las respuestas de su material se convierten en pares de entrenamiento")} tal como están. Las respuestas que ha cambiado aquí sin guardarlas no se usan.`,
  moreFollow: "Hay más; aparecerán cuando haya decidido sobre estos.",
};
