import { say } from "../../language/say";
import { send } from "../../api/client";
import { ADD_REAL_QUESTIONS, changeTopics } from "../../topics/documents";
import { linesOf, switched, withNames } from "../../topics/list";
import { ADD_MATERIAL } from "../pairs/materials";

/** What of the step something went wrong with. */
export type Part = "topics" | "questions" | "page" | "start";

/** All three do nothing where there is nothing to save, change nothing when repeated, and throw Failure. */
export async function savePage(agentId: string, text: string): Promise<void> {
  if (text.trim()) await send(ADD_MATERIAL, { input: { agentId, name: say.topics.pastedText, text } });
}

export async function saveQuestions(agentId: string, text: string): Promise<void> {
  const questions = linesOf(text);
  if (questions.length > 0) await send(ADD_REAL_QUESTIONS, { input: { agentId, questions } });
}

export async function saveTopics(agentId: string, flipped: ReadonlySet<string>, names: readonly string[]): Promise<void> {
  if (flipped.size + names.length > 0) await changeTopics(agentId, (all) => withNames(switched(all, flipped), names));
}
