import type { Words } from "../en";
import { count } from "./count";

export const workspace: Words["workspace"] = {
  parts: {
    you: "Usted", people: "Personas", keys: "Claves de API", webhooks: "Webhooks", log: "Registro de auditoría", teams: "Espacios de trabajo",
  },
  partsOf: "Partes de este espacio de trabajo",

  yourSignIn: "Su sesión",
  signedInAs: "Ha iniciado sesión como",
  inWorkspace: (name) => `en el espacio de trabajo ${name}. Su rol es`,
  roleMay: (meaning) => `${meaning}.`,
  roleAlsoMay: (meaning) => `${meaning.replace("además ", "")}, aparte de todo lo que pueden los roles anteriores.`,
  adminsDo: "Los administradores de su espacio de trabajo cambian los roles y ven aquí las personas, las claves y el registro de auditoría.",
  signOut: "Cerrar la sesión en este navegador",
  stillSignedIn: "No se puede acceder a Coachable, así que su sesión sigue iniciada. Vuelva a intentarlo.",

  membersTitle: "Miembros",
  firstHundred: "Estos son los 100 primeros; `coachable workspace members` los muestra todos.",
  whatRolesMay: "Qué puede hacer cada rol",
  you: "(usted)",
  since: (day) => `Desde el ${day}`,
  tokenHolder: "Quien tenga su token",
  roleOf: (name) => `Rol de ${name}`,
  hasRole: (name, role) => `${name} tiene ahora el rol de ${role}.`,
  remove: "Quitar",
  removeName: (name) => `Quitar a ${name}`,
  removeTitle: (name) => `¿Quitar a ${name}?`,
  removeAbout: "Se cierra al instante la sesión en todos sus navegadores y desaparece su nombre. Lo que enseñó se conserva.",
  removeKeys: (name) => `Las claves de API pertenecen al espacio de trabajo: revoque las que conocía ${name}.`,

  thisMachine: "Este equipo",
  itself: "Automático",
  formerMember: "Alguien que ya no es miembro",
  isKey: (name) => `${name} (clave)`,
  key: (prefix) => `Clave ${prefix}`,

  invitationsTitle: "Invitaciones",
  inviteAbout: "Recibe un enlace para compartir. Quien lo abra primero se convierte en miembro, una sola vez y en un plazo de tres días.",
  inviteName: "Nombre o dirección",
  inviteRole: "Rol del nuevo miembro",
  invite: "Crear un enlace",
  invitationOf: (name) => `Invitación de ${name}`,
  madeOn: (day) => `creada el ${day}`,
  withdraw: "Retirar",
  withdrawOf: (name) => `Retirar la invitación de ${name}`,
  invitations: { ACCEPTED: "Aceptada", EXPIRED: "Caducada", WITHDRAWN: "Retirada" },
  openUntil: (day) => `Abierta hasta el ${day}`,

  teamsAbout: "Cada uno tiene sus propios agentes, personas y claves, y no ve nada de los demás.",
  members: (amount) => count(amount, "miembro", "miembros"),
  nextHundred: "Los 100 siguientes",
  teamName: "Nombre del espacio de trabajo",
  teamAdmin: "Primer administrador",
  makeTeam: "Crear un espacio de trabajo",
  adminInvitation: (team) => `Invitación del primer administrador de ${team}`,
  opensUntil: (day) => `El enlace se muestra solo esta vez y se abre una vez, hasta el ${day}.`,
};
