import { ask, send } from "../../api/client";
import { Failure } from "../../api/failures";
import { graphql, type ResultOf, type VariablesOf } from "../../api/graphql";

const PREVIEW = graphql(`
  query PreviewImport($input: PreviewImportInput!) {
    previewImport(input: $input) {
      __typename
      ... on ImportPreview {
        format
        encoding
        columns {
          name
          field
          reason
          examples
        }
        rows {
          line
          status
          query
          response
          category
          difficulty
        }
        problems {
          line
          message
        }
        newCount
        duplicateInFileCount
        duplicateOfPairCount
        problemCount
        findings {
          code
          message
        }
        notices
        systemPrompt
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

const IMPORT = graphql(`
  mutation ImportPairs($input: ImportPairsInput!) {
    importPairs(input: $input) {
      __typename
      ... on PairsImported {
        pairCount
        duplicateCount
        skippedCount
        trainingRun {
          id
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

const TAKE_PROMPT = graphql(`
  mutation TakePrompt($input: UpdateAgentInput!) {
    updateAgent(input: $input) {
      __typename
      ... on AgentUpdated {
        agent {
          id
          systemPrompt
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export type Preview = Extract<ResultOf<typeof PREVIEW>["previewImport"], { __typename: "ImportPreview" }>;
export type Imported = Extract<ResultOf<typeof IMPORT>["importPairs"], { __typename: "PairsImported" }>;
export type ImportFile = VariablesOf<typeof IMPORT>["input"]["file"];
export type Field = NonNullable<Preview["columns"][number]["field"]>;

/** What an import would bring; nothing is changed by it. Throws Failure. */
export async function preview(agentId: string, file: ImportFile): Promise<Preview> {
  const { previewImport } = await ask(PREVIEW, { input: { agentId, file, first: 5 } });
  if (previewImport.__typename !== "ImportPreview") throw new Failure(previewImport.message, previewImport.code);
  return previewImport;
}

/** Takes a file over: all of it, or all but its problems. Throws Failure. */
export async function takeOver(input: VariablesOf<typeof IMPORT>["input"]): Promise<Imported> {
  return await send(IMPORT, { input });
}

/** What the file told its agent before every conversation is told to this one. Throws Failure. */
export async function takePrompt(agentId: string, systemPrompt: string): Promise<void> {
  await send(TAKE_PROMPT, { input: { agentId, systemPrompt } });
}
