import type { Words } from "../en";
import { count } from "./count";

export const pairs: Words["pairs"] = {
  title: "Pares",
  inAll: (amount) => `${count(amount, "par", "pares")} en total`,
  shown: (amount) => count(amount, "par mostrado", "pares mostrados"),
  none: "Todavía no hay pares: cada respuesta que guarde se convierte en uno.",
  noneFits: "Ningún par cumple estos filtros.",
  bring: "Traer pares que ya tiene",
  needs: "modifica, importa y exporta pares",
  material: "Material",
  import: "Importar",
  export: "Exportar",

  coverage: "Qué abarcan sus pares",
  sure: (share) => `${share} seguro`,
  cell: (category, difficulty, amount) => `${category}, ${difficulty.toLowerCase()}: ${count(amount, "par", "pares")}`,
  nothingAbout: (categories) => `Todavía nada sobre: ${categories.join(", ").toLowerCase()}.`,
  leastSure: (topics) => `El agente está menos seguro en: ${topics.join(", ")}.`,

  search: "Buscar en preguntas y respuestas",
  category: "Categoría",
  allCategories: "Todas las categorías",
  difficulty: "Dificultad",
  allDifficulties: "De fácil a difícil",
  use: "Uso",
  allUses: "Aprendidos y reservados",
  uses: { TRAIN: "Aprende de ellos", HOLDOUT: "Reservados para la prueba" },
  onlyFound: "Solo con avisos",
  showAll: "Mostrar todos",

  heldOut: "Reservado",
  heldOutMeans: "Nunca se entrena con él; sirve para comparar versiones.",
  leftOut: "Ningún entrenamiento usa este par hasta que se corrija o usted confirme que está bien.",
  edit: "Editar",
  delete: "Eliminar",
  isRight: "Está bien así",
  customerAsks: "El cliente pregunta",
  save: "Guardar",
  keep: "Dejarlo como estaba",
  deleted: "Par eliminado.",
};
