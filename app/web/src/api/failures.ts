import type { CombinedError } from "@urql/core";

/** What went wrong, in words for people: what happened and what to do. */
export class Failure extends Error {
  constructor(
    message: string,
    /** Stable; `UNREACHABLE` when no answer came, so that the same request may be tried again. */
    readonly code: string,
    /** The input field that is meant, where it is one. */
    readonly field: string | null = null,
  ) {
    super(message);
  }

  get canRetry(): boolean {
    return this.code === "UNREACHABLE";
  }
}

export const SIGN_IN = "You are signed out here. Open the link that Coachable printed when it started.";
const UNREACHABLE = "Coachable can't be reached. Check that it is running; nothing you typed is lost.";

interface Described {
  message: string;
  extensions?: Record<string, unknown> | undefined;
}

export function failureOf(errors: readonly Described[]): Failure {
  const [first] = errors;
  const code = first?.extensions?.["code"];
  if (code === "UNAUTHORIZED") return new Failure(SIGN_IN, code);
  return new Failure(first?.message ?? "Something went wrong.", typeof code === "string" ? code : "ERROR");
}

export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure(error instanceof Error ? error.message : String(error), "ERROR");
}

export function failureOfRequest(error: CombinedError): Failure {
  if (error.graphQLErrors.length > 0) return failureOf(error.graphQLErrors);
  const status = (error.response as Response | undefined)?.status;
  if (status === 401 || status === 403) return new Failure(SIGN_IN, "UNAUTHORIZED");
  return new Failure(UNREACHABLE, "UNREACHABLE");
}
