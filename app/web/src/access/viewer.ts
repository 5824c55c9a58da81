import { useQuery } from "../api/useQuery";
import { say } from "../language/say";
import { graphql, type ResultOf } from "../api/graphql";

export const VIEWER = graphql(`
  query Viewer {
    viewer {
      subject
      name
      workspaceName
      role
      isOperator
    }
  }
`);

export type Viewer = ResultOf<typeof VIEWER>["viewer"];
export type Role = Viewer["role"];

/** From the least to the most; each may do what those before it may. */
export const ROLES: readonly Role[] = ["VIEWER", "COACH", "TRAINER", "ADMIN"];

export function covers(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** Null until it is known. */
export function useViewer(): Viewer | null {
  const [{ data }] = useQuery({ query: VIEWER, requestPolicy: "cache-first" });
  return data?.viewer ?? null;
}

/**
 * Whether the person may do what needs the role. The server decides; until the role is known nothing is taken away, so
 * that no control flickers.
 */
export function useMay(needed: Role): boolean {
  const viewer = useViewer();
  return viewer === null || covers(viewer.role, needed);
}

/** Why something is not there, and who can help. */
export function lacking(needed: Role, role: Role, what: string): string {
  return say.access.lacking(say.access.who[needed], what, say.access.youAre[role]);
}
