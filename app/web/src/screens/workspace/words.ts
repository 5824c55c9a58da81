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

export function hasEnded({ revokedAt, expiresAt }: ApiKey, now = Date.now()): boolean {
  return revokedAt !== null || (expiresAt !== null && Date.parse(expiresAt) <= now);
}

export function endOf(key: ApiKey, now = Date.now()): string {
  if (key.revokedAt !== null) return say.keys.revoked(day(key.revokedAt));
  if (key.expiresAt === null) return say.keys.untilRevoked;
  return hasEnded(key, now) ? say.keys.expired(day(key.expiresAt)) : say.keys.until(day(key.expiresAt));
}
