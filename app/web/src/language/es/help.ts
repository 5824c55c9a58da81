import type { Words } from "../en";

export const help: Words["help"] = {
  title: "Ayuda",
  open: "Ayuda y teclas",
  how: "Cómo funciona",
  steps: [
    "Un cliente, interpretado por una IA, pregunta; usted responde como debería hacerlo su agente. Cada respuesta se guarda al instante como par de entrenamiento.",
    "«Omitir» pasa por alto una pregunta. «No es una pregunta real…» dice además por qué, y las siguientes serán distintas.",
    "Tras suficientes respuestas nuevas, o a la hora que eligió, empieza por sí solo un entrenamiento en segundo plano. Los ajustes dicen cuándo.",
    "La versión nueva se compara con preguntas con las que no se entrenó. Si gana, pasa a producción; si no, nada cambia para sus clientes, y en Entrenar se explica por qué y qué hacer.",
    "Sea cual sea la versión en producción, los clientes reciben sus respuestas palabra por palabra, o palabras propias del agente en las que cada dato está en lo que usted enseñó, o se les dice que no está seguro, salvo que usted le permita escribir libremente.",
  ],
  keysTitle: "Atajos de teclado",
  keys: {
    help: "abre esta ayuda mientras no está escribiendo",
    save: "guarda su respuesta y pasa a la siguiente pregunta",
    better: "dicen en Comparar qué respuesta es mejor, o que ninguna lo es",
    add: "añade los temas que ha escrito",
    close: "cierra un diálogo o los motivos para omitir; la respuesta que estaba escribiendo se conserva",
  },
  or: "o",
  enter: "Intro",
  control: "Ctrl",
};
