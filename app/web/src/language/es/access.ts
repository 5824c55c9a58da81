import type { Words } from "../en";

export const access: Words["access"] = {
  roles: { VIEWER: "Lector", COACH: "Instructor", TRAINER: "Entrenador", ADMIN: "Administrador" },
  named: { VIEWER: "lector", COACH: "instructor", TRAINER: "entrenador", ADMIN: "administrador" },
  meanings: {
    VIEWER: "lee todo y habla con los agentes",
    COACH: "además enseña: responde a clientes, corrige pares, aporta material, exporta pares",
    TRAINER: "además crea y modifica agentes, los entrena y elige qué está en producción",
    ADMIN: "además gestiona personas, claves y el registro de auditoría, y elimina agentes",
  },
  who: {
    VIEWER: "Quien es al menos lector",
    COACH: "Quien es al menos instructor",
    TRAINER: "Quien es al menos entrenador",
    ADMIN: "Un administrador",
  },
  youAre: { VIEWER: "lector", COACH: "instructor", TRAINER: "entrenador", ADMIN: "administrador" },
  lacking: (who, what, youAre) => `${who} ${what}; aquí usted es ${youAre}.`,
  copy: "Copiar",
  copied: "Copiado.",
  selected: "Está seleccionado: cópielo con el teclado.",
  done: "Listo",
};
