import { send } from "../api/client";
import { graphql, type ResultOf } from "../api/graphql";
import type { Item } from "../coach/items";

export const OPEN_QUESTIONS = graphql(`
  fragment OpenQuestions on Agent {
    id
    openQuestions {
      id
      text
      count
      createdAt
      lastAskedAt
    }
  }
`);

const DELETE = graphql(
  `
    mutation DeleteOpenQuestion($id: ID!) {
      deleteOpenQuestion(input: { id: $id }) {
        __typename
        ... on OpenQuestionDeleted {
          agent {
            ...OpenQuestions
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [OPEN_QUESTIONS],
);

/** What the agent had no answer to in use. */
export type OpenQuestion = ResultOf<typeof OPEN_QUESTIONS>["openQuestions"][number];

/** What shows the list follows by itself: the answer carries the agent. Throws Failure. */
export async function forget(id: string): Promise<void> {
  await send(DELETE, { id });
}

/** Those that were asked most often first, then the newest. */
export function byNeed(questions: readonly OpenQuestion[]): OpenQuestion[] {
  return [...questions].sort((a, b) => b.count - a.count || Date.parse(b.lastAskedAt) - Date.parse(a.lastAskedAt));
}

/** The questions of a conversation whose answers are saved. */
export function answeredTexts(items: readonly Item[]): ReadonlySet<string> {
  return new Set(items.flatMap((item) => (item.kind === "exchange" && item.answer?.state === "saved" ? [item.question.text.trim()] : [])));
}

/** Without those that were answered in this conversation: the list is loaded a moment later. */
export function stillOpen(questions: readonly OpenQuestion[], answered: ReadonlySet<string>): OpenQuestion[] {
  return questions.filter(({ text }) => !answered.has(text.trim()));
}
