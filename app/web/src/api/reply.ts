import { stringifyDocument } from "@urql/core";
import { say } from "../language/say";
import { REPLY_GROUNDS, type Grounds } from "../replies/events";
import { Failure, OwnFailure, failureOf } from "./failures";
import { graphql, type ResultOf, type VariablesOf } from "./graphql";
import { socket } from "./socket";

const AGENT_REPLY = graphql(
  `
    subscription AgentReply($input: AgentReplyInput!) {
      agentReply(input: $input) {
        __typename
        text
        ... on ReplyFinishedEvent {
          version
          ...ReplyGrounds
        }
      }
    }
  `,
  [REPLY_GROUNDS],
);
const QUERY = stringifyDocument(AGENT_REPLY);

type ReplyEvent = ResultOf<typeof AGENT_REPLY>["agentReply"];
export type ReplyInput = VariablesOf<typeof AGENT_REPLY>["input"];

interface Listening {
  /** The reply so far. */
  text: (text: string) => void;
  /** The whole answer, the number of the version that gave it (0: the base model), and what it stands on. */
  done: (text: string, version: number, grounds: Grounds) => void;
  failed: (failure: Failure) => void;
}

/** Asks the agent and listens word by word; the returned function stops the answer. */
export function reply(input: ReplyInput, to: Listening): () => void {
  let text = "";
  let finished = false;
  const stop = socket.subscribe<{ agentReply: ReplyEvent }>(
    { query: QUERY, variables: { input } },
    {
      next: ({ data, errors }) => {
        if (errors) {
          finished = true;
          to.failed(failureOf(errors));
        }
        if (!data) return;
        if (data.agentReply.__typename === "ReplyFinishedEvent") {
          finished = true;
          const { text: whole, version, basis, sources, unfounded } = data.agentReply;
          to.done(whole, version, { basis, sources, unfounded });
        } else to.text((text += data.agentReply.text));
      },
      error: (reason) =>
        to.failed(
          Array.isArray(reason)
            ? failureOf(reason as { message: string }[])
            : new OwnFailure(say.shared.replyLost, "UNREACHABLE"),
        ),
      complete: () => {
        if (!finished) to.failed(new OwnFailure(say.shared.replyCut, "UNREACHABLE"));
      },
    },
  );
  return () => {
    finished = true; // ending it oneself is no failure
    stop();
  };
}
