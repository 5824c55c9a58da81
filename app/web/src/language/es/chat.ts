import type { ChatWords } from "../en/chat";

export const chat: ChatWords = {
  loading: "Cargando…",
  about: "Está hablando con un agente de IA. No lo sabe todo.",
  conversation: "Conversación",
  you: "Usted:",
  agent: (name) => `${name}:`,
  message: "Su mensaje",
  placeholder: "Haga una pregunta",
  send: "Enviar",
  restart: "Empezar de nuevo",
  again: "Volver a intentarlo",
  title: "Chat",
  failures: {
    over: "Este enlace no funciona o ya no funciona. Pida uno nuevo a la persona que se lo dio.",
    away: "El agente no puede responder en este momento. Vuelva a intentarlo en un minuto.",
    often: "Demasiadas preguntas en poco tiempo. Vuelva a intentarlo en un minuto.",
    long: "Esta conversación se ha hecho demasiado larga. Empiece de nuevo.",
    network: "No se puede conectar con el servidor. Compruebe su conexión y vuelva a intentarlo.",
  },
};
