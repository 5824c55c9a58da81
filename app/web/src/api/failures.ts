import type { CombinedError } from "@urql/core";
import { say } from "../language/say";

/** A value that was refused. */
export interface FieldProblem {
  field: string | null;
  message: string;
}

/** What went wrong, in words for people: what happened and what to do. */
export class Failure extends Error {
  constructor(
    message: string,
    /** Stable; `UNREACHABLE` when no answer came, so that the same request may be tried again. */
    readonly code: string,
    /** The input field that is meant, where it is one. */
    readonly field: string | null = null,
    /** All fields that were refused, where the document asks for them. */
    readonly problems: readonly FieldProblem[] = [{ field, message }],
  ) {
    super(message);
  }

  /** What is wrong with this field of a form. */
  at(field: string): string | null {
    return this.problems.find((problem) => problem.field === field)?.message ?? null;
  }

  /** What a form says that shows these fields' problems beside them. */
  besides(fields: readonly string[]): string | null {
    const others = this.problems.filter(({ field }) => field === null || !fields.includes(field));
    return others.map(({ message }) => message).join(" ") || null;
  }

  /** The server and the browser speak English, whatever the page speaks. */
  get lang(): "en" | undefined {
    return "en";
  }

  get canRetry(): boolean {
    return this.code === "UNREACHABLE";
  }
}

/** What the page says itself, in its language. */
export class OwnFailure extends Failure {
  override get lang(): undefined {
    return undefined;
  }
}

interface Described {
  message: string;
  extensions?: Record<string, unknown> | undefined;
}

function signedOutFailure(): Failure {
  return new OwnFailure(say.shared.signedOut, "UNAUTHORIZED"); // the way back stands above every screen: SignIn
}

export function failureOf(errors: readonly Described[]): Failure {
  const [first] = errors;
  const code = first?.extensions?.["code"];
  if (code === "UNAUTHORIZED") return signedOutFailure();
  if (!first) return new OwnFailure(say.shared.wentWrong, "ERROR");
  return new Failure(first.message, typeof code === "string" ? code : "ERROR");
}

export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure(error instanceof Error ? error.message : String(error), "ERROR");
}

export function failureOfRequest(error: CombinedError): Failure {
  if (error.graphQLErrors.length > 0) return failureOf(error.graphQLErrors);
  const status = (error.response as Response | undefined)?.status;
  if (status === 401 || status === 403) return signedOutFailure();
  return new OwnFailure(say.shared.unreachable, "UNREACHABLE");
}
