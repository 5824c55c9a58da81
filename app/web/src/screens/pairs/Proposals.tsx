import { useEffect, useState } from "react";
import { useQuery } from "../../api/useQuery";
import { send } from "../../api/client";
import { asFailure, type Failure } from "../../api/failures";
import { Confirm } from "../../components/Confirm";
import { ProblemNote } from "../../components/ProblemNote";
import { Thread } from "../../components/Thread";
import { say } from "../../language/say";
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
  if (proposals.length === 0) return said ? <p role="status" lang="en">{said}</p> : null;

  async function confirmAll() {
    const { notices, trainingRun } = await send(CONFIRM_ALL, { agentId });
    setSaid(notices.join(" "));
    reload({ requestPolicy: "network-only" });
    onConfirmed(trainingRun?.id ?? null);
  }

  return (
    <section className="card stack" aria-labelledby="proposals">
      <h2 id="proposals">{say.material.found}</h2>
      <p className="muted">{say.material.foundAbout}</p>
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
          <button type="button" className="button plain slim" onClick={() => setAsking(true)}>{say.material.saveAll(waiting)}</button>
        </div>
      )}
      {asking && (
        <Confirm title={say.material.saveAllTitle(waiting)} action={say.material.saveMany(waiting)} onConfirm={confirmAll}
          onClose={() => setAsking(false)}>
          <p>{say.material.saveAllAbout(waiting)}</p>
        </Confirm>
      )}
      {data?.proposedPairs.pageInfo.hasNextPage && <p className="muted small">{say.material.moreFollow}</p>}
    </section>
  );
}

function ProposalCard({ proposal, onDone }: { proposal: Proposal; onDone: (runId: string | null) => void }) {
  const [response, setResponse] = useState(proposal.response);
  const [state, setState] = useState<{ busy: boolean; problem: Failure | null }>({ busy: false, problem: null });

  async function run(action: () => Promise<string | null>) {
    setState({ busy: true, problem: null });
    try {
      onDone(await action());
    } catch (error) {
      setState({ busy: false, problem: asFailure(error) });
    }
  }

  return (
    <article className="proposal">
      <Thread turns={proposal.earlier} />
      <p className="pair-query">{proposal.query}</p>
      <textarea className="input" rows={3} maxLength={4000} value={response} aria-label={say.material.answerTo(proposal.query)}
        onChange={(event) => setResponse(event.target.value)} />
      <ProblemNote of={state.problem} className="small" />
      <div className="row">
        <button type="button" className="button plain slim" disabled={state.busy || !response.trim()}
          aria-label={`${say.material.savePair}: ${proposal.query}`}
          onClick={() => void run(async () => {
            const { trainingRun } = await send(CONFIRM, { id: proposal.id, query: null, response: response.trim() });
            return trainingRun?.id ?? null;
          })}>
          {say.material.savePair}
        </button>
        <button type="button" className="button quiet slim" disabled={state.busy} aria-label={`${say.material.notThisOne}: ${proposal.query}`}
          onClick={() => void run(async () => {
            await send(PUT_ASIDE, { id: proposal.id });
            return null;
          })}>
          {say.material.notThisOne}
        </button>
        {proposal.material && <span className="muted small">{say.material.from(proposal.material.name)}</span>}
      </div>
    </article>
  );
}
