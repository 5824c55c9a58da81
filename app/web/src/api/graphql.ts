import { initGraphQLTada, type ResultOf as Result } from "gql.tada";
import type { introspection } from "./schema";

/** Every document of the page is checked against schema.graphql when the page is built. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { DateTime: string; JSON: unknown };
}>();

type Single = "agent" | "session" | "trainingRun";
/** What `ask` resolves to: a single thing that there is none of is null with an error beside it, which `ask` throws. */
export type Answered<Data> = { [Field in keyof Data]: Field extends Single ? NonNullable<Data[Field]> : Data[Field] };
export type ResultOf<Document> = Answered<Result<Document>>;

export type { FragmentOf, VariablesOf } from "gql.tada";
