import { say } from "../language/say";
import type { Draft } from "./outbox";

/** Why a draft as a whole is not to be trusted; null where something taught stands behind it. */
export function doubtOf({ version, grounds }: Draft): string | null {
  if (grounds && grounds.basis !== "WRITTEN") return null; // an answer of the person's own, or none at all
  if (version === 0) return say.coach.baseKnowsNothing;
  return grounds?.sources.length === 0 ? say.coach.noSource : null;
}
