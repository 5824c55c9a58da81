import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./schema";

/** Every document of the page is checked against schema.graphql when the page is built. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { DateTime: string; JSON: unknown };
}>();

export type { FragmentOf, ResultOf, VariablesOf } from "gql.tada";
