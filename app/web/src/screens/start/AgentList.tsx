import type { ReactNode } from "react";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../../api/graphql";
import { LoadProblem } from "../../components/Problem";
import { follow, pathTo } from "../../route";
import { ago, count, RUN_STATES } from "../../words";

const AGENTS = graphql(`
  query Agents {
    agents(first: 50) {
      edges {
        node {
          id
          name
          description
          liveVersion {
            id
            number
          }
          stats {
            pairCount
            lastRun {
              id
              status
              queuedAt
              finishedAt
            }
          }
        }
      }
    }
  }
`);

type Agent = ResultOf<typeof AGENTS>["agents"]["edges"][number]["node"];

/** Those that are there, below `children`; why they can't be shown above them, as nothing else would work either. */
export function AgentList({ children }: { children: ReactNode }) {
  const [{ data, error, fetching }, reload] = useQuery({ query: AGENTS, requestPolicy: "cache-and-network" });
  return (
    <>
      {error && !data && <LoadProblem error={error} retry={() => reload({ requestPolicy: "network-only" })} />}
      {children}
      <Agents data={data} fetching={fetching} />
    </>
  );
}

function Agents({ data, fetching }: { data: ResultOf<typeof AGENTS> | undefined; fetching: boolean }) {
  const agents = data?.agents.edges ?? [];
  if (agents.length === 0) return fetching ? <p className="muted" role="status">Looking for your agents…</p> : null;
  return (
    <section className="stack" aria-labelledby="your-agents">
      <h2 id="your-agents">Your agents</h2>
      <ul className="agents">
        {agents.map(({ node }) => (
          <li key={node.id}>
            <AgentCard agent={node} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function lastTraining({ status, finishedAt }: NonNullable<Agent["stats"]["lastRun"]>): string {
  if (finishedAt === null) return "A training is under way";
  return `Last training: ${RUN_STATES[status].toLowerCase()}, ${ago(finishedAt)}`;
}

function AgentCard({ agent }: { agent: Agent }) {
  const { liveVersion, stats } = agent;
  const last = stats.lastRun;
  return (
    <a className="card agent-card" href={pathTo(agent.id)} onClick={follow}>
      <h3>{agent.name}</h3>
      <p className="muted agent-about">{agent.description}</p>
      <p className="row small">
        <span className={liveVersion ? "chip good" : "chip"}>
          {liveVersion ? `Version ${liveVersion.number} is live` : "Not trained yet"}
        </span>
        <span className="muted number">{count(stats.pairCount, "pair")}</span>
        {last && <span className="muted">{lastTraining(last)}</span>}
      </p>
    </a>
  );
}
