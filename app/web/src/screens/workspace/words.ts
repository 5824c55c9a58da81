import { say } from "../../language/say";
import { day } from "../../words";
import type { Action, ApiKey, Invitation, Member } from "./documents";

export const LOCAL = "local";

export function memberName({ name, subject }: Pick<Member, "name" | "subject">): string {
  return name || (subject === LOCAL ? say.workspace.thisMachine : subject);
}

/** Who an entry of the log is by. */
export function actorName({ actor, actorName }: { actor: string; actorName: string | null }): string {
  if (actorName) return actor.startsWith("key:") ? say.workspace.isKey(actorName) : actorName;
  if (actor === LOCAL) return say.workspace.thisMachine;
  if (actor === "automatic") return say.workspace.itself;
  return actor.startsWith("key:") ? say.workspace.key(`ck_${actor.slice(4)}`) : say.workspace.formerMember;
}

/** As the export names it: `pair.saved`. */
export function actionPath(action: Action): string {
  return action.toLowerCase().replace("_", ".");
}

export function stateOf({ state, expiresAt }: Invitation): string {
  return state === "OPEN" ? say.workspace.openUntil(day(expiresAt)) : say.workspace.invitations[state];
}

type Lasting = Pick<ApiKey, "revokedAt" | "expiresAt">;
type EndWords = Pick<typeof say.keys, "revoked" | "expired" | "until" | "untilRevoked">;

export function hasEnded({ revokedAt, expiresAt }: Lasting, now = Date.now()): boolean {
  return revokedAt !== null || (expiresAt !== null && Date.parse(expiresAt) <= now);
}

export function endOf(one: Lasting, now = Date.now(), words: EndWords = say.keys): string {
  if (one.revokedAt !== null) return words.revoked(day(one.revokedAt));
  if (one.expiresAt === null) return words.untilRevoked;
  return hasEnded(one, now) ? words.expired(day(one.expiresAt)) : words.until(day(one.expiresAt));
}
