import type { Words } from "../en";
import { count } from "./count";

export const sessions: Words["sessions"] = {
  title: "Gespräche",
  of: (day) => `Gespräch vom ${day}`,
  about: (pairs, isOver) => `${count(pairs, "Paar", "Paare")}${isOver ? ", beendet" : ""}`,
  begin: "Neues Gespräch",
  name: "Bezeichnung dieses Gesprächs",
  save: "Speichern",
  notThere: "Dieses Gespräch gibt es nicht oder nicht mehr.",
  toNewest: "Mit dem neuesten weitermachen",
  wrongAddress: "Diese Adresse führt nirgendwohin: Hier sind Ihre Agenten.",
};
