import { useEffect, useState } from "react";
import { useQuery } from "urql";
import { send } from "../../api/client";
import { asFailure } from "../../api/failures";
import { graphql } from "../../api/graphql";
import { keepDraft } from "../../coach/outbox";
import { LoadProblem } from "../../components/Problem";
import { START_SESSION } from "../../coach/actions";
import { go, pathTo } from "../../route";
import type { AgentFrame } from "../agent/AgentScreen";
import { answering, CoachSession } from "./CoachSession";
import { OpenQuestions } from "./OpenQuestions";
import "./open.css";

const OPEN_SESSION = graphql(`
  query OpenSession($agentId: ID!) {
    sessions(agentId: $agentId, status: ACTIVE, first: 1) {
      edges {
        node {
          id
        }
      }
    }
  }
`);

interface Props {
  agent: AgentFrame;
  sessionId: string | null;
  onTraining: (runId: string | null) => void;
}

export function Coach({ agent, sessionId, onTraining }: Props) {
  if (sessionId === null) return <FindSession agent={agent} />;
  return <CoachSession key={sessionId} agent={agent} sessionId={sessionId} onTraining={onTraining} />;
}

/** Goes on with the newest open conversation, or offers to begin one. */
function FindSession({ agent }: { agent: AgentFrame }) {
  const agentId = agent.id;
  const [{ data, error }, reload] = useQuery({
    query: OPEN_SESSION,
    variables: { agentId },
    requestPolicy: "network-only",
  });
  const open = data?.sessions.edges[0]?.node.id;
  useEffect(() => {
    if (open) go(pathTo(agentId, "coach", open), true);
  }, [agentId, open]);
  return (
    <div className="page">
      {error && <LoadProblem error={error} retry={() => reload({ requestPolicy: "network-only" })} />}
      {data && !open && <Begin agent={agent} />}
    </div>
  );
}

function Begin({ agent }: { agent: AgentFrame }) {
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  /** With an open question that is to be answered at once. */
  async function begin(questionId?: string) {
    setState({ busy: true, problem: null });
    try {
      const { session } = await send(START_SESSION, { input: { agentId: agent.id } });
      if (questionId) keepDraft(answering(session.id), questionId);
      go(pathTo(agent.id, "coach", session.id));
    } catch (error) {
      setState({ busy: false, problem: asFailure(error).message });
    }
  }
  return (
    <div className="stack begin">
      <div className="card stack">
        <h1>Ready for your customers?</h1>
        <p className="muted">A conversation has about twenty questions. You can stop at any time; every answer counts.</p>
        {state.problem && <p className="problem" role="alert">{state.problem}</p>}
        <div className="row">
          <button type="button" className="button primary" disabled={state.busy} onClick={() => void begin()}>
            Start a conversation
          </button>
        </div>
      </div>
      <section className="card stack" aria-labelledby="open">
        <h2 id="open">Open questions</h2>
        <OpenQuestions questions={agent.openQuestions} onAnswer={(id) => void begin(id)} />
      </section>
    </div>
  );
}
