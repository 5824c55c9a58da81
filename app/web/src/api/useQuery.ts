import { useState } from "react";
import type { AnyVariables, UseQueryArgs, UseQueryExecute, UseQueryState } from "urql";
import { useQuery as useUrqlQuery } from "urql";
import type { Answered } from "./graphql";

type State<Data, Variables extends AnyVariables> = Omit<UseQueryState<Data, Variables>, "data"> & { data: Answered<Data> | undefined };

/**
 * urql's hook, but that an answer whose single thing does not exist counts as none: its error says why. What was read once
 * stays when it could not be read again, or a server that is away for a moment would take what somebody types in it along.
 */
export function useQuery<Data, Variables extends AnyVariables>(
  args: UseQueryArgs<Variables, Data>,
): [State<Data, Variables>, UseQueryExecute] {
  const [state, execute] = useUrqlQuery(args);
  const asked = JSON.stringify(args.variables ?? {});
  const [kept, keep] = useState<{ asked: string; data: Data | undefined }>({ asked, data: undefined });
  if (state.data && !state.error && (kept.data !== state.data || kept.asked !== asked)) keep({ asked, data: state.data });
  const read = state.error?.networkError && kept.asked === asked ? (state.data ?? kept.data) : state.data;
  const data = state.error && hasGap(read) ? undefined : (read as Answered<Data> | undefined);
  return [{ ...state, data }, execute];
}

function hasGap(data: unknown): boolean {
  return typeof data === "object" && data !== null && Object.values(data).includes(null);
}
