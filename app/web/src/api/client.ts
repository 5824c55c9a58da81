import { Client, cacheExchange, fetchExchange, type AnyVariables, type TypedDocumentNode } from "@urql/core";
import { Failure, failureOfRequest } from "./failures";

const ANSWERS_WITHIN_MS = 20_000;

export const client = new Client({
  url: "/graphql",
  exchanges: [cacheExchange, fetchExchange],
  requestPolicy: "cache-and-network",
  preferGetMethod: false,
  // Without it urql also offers text/event-stream, and the server may take it at its word.
  fetchOptions: { headers: { accept: "application/graphql-response+json, application/json" } },
  fetch: (input, init) =>
    fetch(input, {
      ...init,
      // What is sent while the page goes away (a deletion, a setting) still arrives.
      keepalive: document.visibilityState === "hidden",
      signal: AbortSignal.any([
        AbortSignal.timeout(ANSWERS_WITHIN_MS),
        ...(init?.signal ? [init.signal] : []),
      ]),
    }),
});

type ProblemName = "InvalidInput" | "NotFound" | "Conflict" | "LimitReached";
interface Member {
  __typename: string;
}
interface Problem {
  code: string;
  message: string;
  /** Where the document asks for it. */
  field?: string | null;
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
): Promise<Data> {
  const { data, error } = await client.query(document, variables, { requestPolicy: "network-only" });
  if (error) throw failureOfRequest(error);
  if (data === undefined) throw new Failure("The answer was empty.", "ERROR");
  return data;
}

/** Runs a document with one mutation; problems of its result union are thrown as Failure. */
export async function send<Data extends Record<string, Member>, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Done<Data>> {
  const { data, error } = await client.mutation(document, variables);
  if (error) throw failureOfRequest(error);
  const [member] = Object.values(data ?? {});
  if (member === undefined) throw new Failure("The answer was empty.", "ERROR");
  if (isProblem(member)) throw new Failure(member.message, member.code, member.field);
  return member as Done<Data>;
}
