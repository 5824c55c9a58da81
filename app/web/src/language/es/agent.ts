import type { Words } from "../en";

export const agent: Words["agent"] = {
  tabs: { coach: "Enseñar", compare: "Comparar", pairs: "Pares", training: "Entrenar", settings: "Ajustes" },
  screens: "Pantallas de este agente",
  home: "Coachable, todos los agentes",
  live: (version) => `v${version} en producción`,
  noneLive: "ninguna versión en producción",
  notTrained: "aún sin entrenar",
  training: "Entrenamiento",
  less: "Menos",
  watch: "Ver cómo aprende",
  beforeAndAfter: "Antes y después",
  closeNote: "Cerrar este aviso",
  timeLeft: (time) => `faltan unos ${time}`,
  cancel: "Cancelar",
  stop: "Detener este entrenamiento",
  goOn: "Continuar",
  stopping: "Deteniendo…",
};
