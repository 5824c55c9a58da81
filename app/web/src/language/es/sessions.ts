import type { Words } from "../en";
import { count } from "./count";

export const sessions: Words["sessions"] = {
  title: "Conversaciones",
  of: (day) => `Conversación del ${day}`,
  about: (pairs, isOver) => `${count(pairs, "par", "pares")}${isOver ? ", terminada" : ""}`,
  begin: "Nueva conversación",
  name: "Nombre de esta conversación",
  save: "Guardar",
  notThere: "Esta conversación no existe o ya no existe.",
  toNewest: "Seguir con la más reciente",
  wrongAddress: "Esa dirección no lleva a ninguna parte: aquí están sus agentes.",
};
