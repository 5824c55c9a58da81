import { useEffect, useState } from "react";
import { useQuery } from "urql";
import { send } from "../../api/client";
import { asFailure } from "../../api/failures";
import { Confirm } from "../../components/Confirm";
import { Thread } from "../../components/Thread";
import { count } from "../../words";
import { CONFIRM, CONFIRM_ALL, PROPOSALS, PUT_ASIDE, type Proposal } from "./materials";

interface Props {
  agentId: string;
  /** Changes when material was added or deleted. */
  round: number;
  onConfirmed: (runId: string | null) => void;
}

/** Questions with answers that were found in material: each becomes a pair only when a person says so. */
export function Proposals({ agentId, round, onConfirmed }: Props) {
  const [{ data }, reload] = useQuery({ query: PROPOSALS, variables: { agentId } });
  useEffect(() => reload({ requestPolicy: "network-only" }), [round, reload]);
  const [asking, setAsking] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const proposals = data?.proposedPairs.edges.map(({ node }) => node) ?? [];
  const waiting = data?.agent.materials.edges.reduce((sum, { node }) => sum + node.proposedCount, 0) ?? 0;
  if (proposals.length === 0) return said ? <p role="status">{said}</p> : null;

  async function confirmAll() {
    const { notices, trainingRun } = await send(CONFIRM_ALL, { agentId });
    setSaid(notices.join(" "));
    reload({ requestPolicy: "network-only" });
    onConfirmed(trainingRun?.id ?? null);
  }

  return (
    <section className="card stack" aria-labelledby="proposals">
      <h2 id="proposals">Found in your material</h2>
      <p className="muted">These become pairs when you confirm them. Change the answer where yours is better.</p>
      <ul className="stack">
        {proposals.map((proposal) => (
          <li key={proposal.id}>
            <ProposalCard proposal={proposal}
              onDone={(runId) => {
                reload({ requestPolicy: "network-only" });
                onConfirmed(runId);
              }} />
          </li>
        ))}
      </ul>
      {waiting > 1 && (
        <div className="row">
          <button type="button" className="button plain slim" onClick={() => setAsking(true)}>Save all {waiting} as pairs</button>
        </div>
      )}
      {asking && (
        <Confirm title={`Save all ${waiting} as pairs?`} action={`Save ${count(waiting, "pair")}`} onConfirm={confirmAll}
          onClose={() => setAsking(false)}>
          <p>
            {count(waiting, "question")} with the answers from your material become training pairs as they stand there. Answers
            that you changed here without saving are not used.
          </p>
        </Confirm>
      )}
      {data?.proposedPairs.pageInfo.hasNextPage && <p className="muted small">There are more; they follow when these are decided.</p>}
    </section>
  );
}

function ProposalCard({ proposal, onDone }: { proposal: Proposal; onDone: (runId: string | null) => void }) {
  const [response, setResponse] = useState(proposal.response);
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });

  async function run(action: () => Promise<string | null>) {
    setState({ busy: true, problem: null });
    try {
      onDone(await action());
    } catch (error) {
      setState({ busy: false, problem: asFailure(error).message });
    }
  }

  return (
    <article className="proposal">
      <Thread turns={proposal.earlier} />
      <p className="pair-query">{proposal.query}</p>
      <textarea className="input" rows={3} maxLength={4000} value={response} aria-label={`Answer to: ${proposal.query}`}
        onChange={(event) => setResponse(event.target.value)} />
      {state.problem && <p className="problem small" role="alert">{state.problem}</p>}
      <div className="row">
        <button type="button" className="button plain slim" disabled={state.busy || !response.trim()}
          aria-label={`Save as a pair: ${proposal.query}`}
          onClick={() => void run(async () => {
            const { trainingRun } = await send(CONFIRM, { id: proposal.id, query: null, response: response.trim() });
            return trainingRun?.id ?? null;
          })}>
          Save as a pair
        </button>
        <button type="button" className="button quiet slim" disabled={state.busy} aria-label={`Not this one: ${proposal.query}`}
          onClick={() => void run(async () => {
            await send(PUT_ASIDE, { id: proposal.id });
            return null;
          })}>
          Not this one
        </button>
        {proposal.material && <span className="muted small">from {proposal.material.name}</span>}
      </div>
    </article>
  );
}
