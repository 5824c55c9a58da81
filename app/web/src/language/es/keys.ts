import type { Words } from "../en";

export const keys: Words["keys"] = {
  about:
    "Las envían los programas: clientes de OpenAI, scripts, `coachable import` y `export`. Valen donde la instalación funciona con `COACHABLE_AUTH=keys`.",
  purpose: "Para qué es",
  role: "Rol de la clave",
  validFor: "Válida durante",
  lasts: { 30: "30 días", 90: "90 días", 365: "Un año", 0: "Hasta que se revoque" },
  make: "Crear una clave",
  secretOf: (name) => `Clave para ${name}`,
  secretHint: "Se muestra solo esta vez: guárdela donde el programa la encuentre.",
  lastUsed: (ago) => `último uso: ${ago}`,
  neverUsed: "nunca usada",
  revoke: "Revocar",
  revokeName: (name) => `Revocar ${name}`,
  revokeTitle: (name) => `¿Revocar ${name}?`,
  revokeThis: "Revocar esta clave",
  revokeAbout: "Los programas que la usan se rechazan al instante. No se puede deshacer; cree una nueva en su lugar.",
  revoked: (day) => `Revocada el ${day}`,
  expired: (day) => `Caducó el ${day}`,
  until: (day) => `Hasta el ${day}`,
  untilRevoked: "Hasta que se revoque",
};
