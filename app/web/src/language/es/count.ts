import { counter } from "../counter";

export const count = counter("es");
