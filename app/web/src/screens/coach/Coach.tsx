import { useEffect } from "react";
import { Lacking } from "../../access/Guarded";
import { useMay } from "../../access/viewer";
import { useQuery } from "../../api/useQuery";
import { send } from "../../api/client";
import { graphql } from "../../api/graphql";
import { keepDraft } from "../../coach/outbox";
import { LoadProblem } from "../../components/Problem";
import { ProblemNote } from "../../components/ProblemNote";
import { useAttempt } from "../../components/useAttempt";
import { START_SESSION } from "../../coach/actions";
import { say } from "../../language/say";
import { go, pathTo } from "../../route";
import type { AgentFrame } from "../../agent/frame";
import { answering, CoachSession } from "./CoachSession";
import { Sessions } from "./Sessions";
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
  const [state, attempt] = useAttempt();
  const mayTeach = useMay("COACH");
  /** With an open question that is to be answered at once. */
  function begin(questionId?: string) {
    void attempt(async () => {
      const { session } = await send(START_SESSION, { input: { agentId: agent.id } });
      if (questionId) keepDraft(answering(session.id), questionId);
      go(pathTo(agent.id, "coach", session.id));
    });
  }

  return (
    <div className="stack begin">
      <div className="card stack">
        <h1>{say.coach.ready}</h1>
        <p className="muted">{say.coach.about}</p>
        <ProblemNote of={state.problem} />
        <Lacking needs="COACH" what={say.coach.answersCustomers} />
        {mayTeach && (
          <div className="row">
            <button type="button" className="button primary" disabled={state.busy} onClick={() => begin()}>
              {say.coach.start}
            </button>
          </div>
        )}
      </div>
      <Sessions agentId={agent.id} sessionId={null} />
      <section className="card stack" aria-labelledby="open">
        <h2 id="open">{say.coach.openQuestions}</h2>
        <OpenQuestions questions={agent.openQuestions} onAnswer={begin} />
      </section>
    </div>
  );
}
