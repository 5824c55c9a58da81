import { Client, cacheExchange, fetchExchange, type AnyVariables, type TypedDocumentNode } from "@urql/core";
import { say } from "../language/say";
import { Failure, failureOfRequest, OwnFailure, type FieldProblem } from "./failures";
import type { Answered } from "./graphql";
import { signedOut } from "./signIn";

const ANSWERS_WITHIN_MS = 20_000;

let isLeaving = false;

/** At `pagehide` a page is still visible: without this, what is sent then is cancelled along with it. */
export function noticeLeaving(): void {
  addEventListener("pagehide", () => (isLeaving = true), { capture: true });
  addEventListener("pageshow", () => (isLeaving = false));
}

export const client = new Client({
  url: "/graphql",
  exchanges: [cacheExchange, fetchExchange],
  requestPolicy: "cache-and-network",
  preferGetMethod: false,
  fetch: async (input, init) => {
    const answer = await fetch(input, {
      ...init,
      // What is sent while the page goes away (a deletion, a setting) still arrives.
      keepalive: isLeaving || document.visibilityState === "hidden",
      signal: AbortSignal.any([
        AbortSignal.timeout(ANSWERS_WITHIN_MS),
        ...(init?.signal ? [init.signal] : []),
      ]),
    });
    signedOut(answer.status === 401);
    return answer;
  },
});

type ProblemName = "InvalidInput" | "NotFound" | "Conflict" | "LimitReached";
interface Member {
  __typename: string;
}
interface Problem {
  code: string;
  message: string;
  /** Where the document asks for them. */
  field?: string | null;
  problems?: FieldProblem[];
}
/** The member of a mutation's result union that says that it was done. */
export type Done<Data> = Exclude<Data[keyof Data], { __typename: ProblemName }>;

function isProblem(member: Member): member is Member & Problem {
  return "code" in member && "message" in member;
}

/** The fresh answer to a query. Throws Failure. */
export async function ask<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Answered<Data>> {
  const { data, error } = await client.query(document, variables, { requestPolicy: "network-only" });
  if (error) throw failureOfRequest(error);
  if (data === undefined) throw new OwnFailure(say.shared.emptyAnswer, "ERROR");
  return data as Answered<Data>;
}

/** Runs a document with one mutation; problems of its result union are thrown as Failure. */
export async function send<Data extends Record<string, Member>, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Done<Data>> {
  const { data, error } = await client.mutation(document, variables);
  if (error) throw failureOfRequest(error);
  const [member] = Object.values(data ?? {});
  if (member === undefined) throw new OwnFailure(say.shared.emptyAnswer, "ERROR");
  if (isProblem(member)) throw new Failure(member.message, member.code, member.field, member.problems);
  return member as Done<Data>;
}
