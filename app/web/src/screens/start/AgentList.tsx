import type { ReactNode } from "react";
import { useLeaving } from "../../agent/removal";
import { useQuery } from "../../api/useQuery";
import { graphql, type ResultOf } from "../../api/graphql";
import { LoadProblem } from "../../components/Problem";
import { follow, pathTo } from "../../route";
import { say } from "../../language/say";
import { ago } from "../../words";

const AGENTS = graphql(`
  query Agents {
    agents(first: 50) {
      edges {
        node {
          id
          name
          slug
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

/**
 * Those that are there, and `children` to make another one: below them, as who comes back wants to go on. Why they can't
 * be shown stands above, as nothing else would work either. Nothing is shown before that is known: it would jump down.
 */
export function AgentList({ children }: { children: ReactNode }) {
  const [{ data, error, fetching }, reload] = useQuery({ query: AGENTS, requestPolicy: "cache-and-network" });
  const leaving = useLeaving();
  const agents = (data?.agents.edges.map(({ node }) => node) ?? []).filter(({ id }) => !leaving.has(id));
  return (
    <>
      {error && !data && <LoadProblem error={error} retry={() => reload({ requestPolicy: "network-only" })} />}
      {agents.length > 0 && <Agents agents={agents} />}
      {(data ?? error) && children}
      {agents.length === 0 && fetching && <p className="muted" role="status">{say.start.looking}</p>}
    </>
  );
}

function Agents({ agents }: { agents: Agent[] }) {
  const names = agents.map(({ name }) => name);
  return (
    <section className="stack" aria-labelledby="your-agents">
      <h2 id="your-agents">{say.start.yourAgents}</h2>
      <ul className="agents">
        {agents.map((agent) => (
          <li key={agent.id}>
            <AgentCard agent={agent} isTwin={names.indexOf(agent.name) !== names.lastIndexOf(agent.name)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function lastTraining({ status, finishedAt }: NonNullable<Agent["stats"]["lastRun"]>): string {
  if (finishedAt === null) return say.start.trainingUnderWay;
  return say.start.lastTraining(say.shared.runStates[status], ago(finishedAt));
}

/** `isTwin`: another one has its name, and its slug tells them apart. */
function AgentCard({ agent, isTwin }: { agent: Agent; isTwin: boolean }) {
  const { liveVersion, stats } = agent;
  const last = stats.lastRun;
  return (
    <a className="card agent-card" href={pathTo(agent.id)} onClick={follow}>
      <h3>
        {agent.name} {isTwin && <span className="muted">{agent.slug}</span>}
      </h3>
      <p className="muted agent-about">{agent.description}</p>
      <p className="row small">
        <span className={liveVersion ? "chip good" : "chip"}>
          {liveVersion ? say.start.live(liveVersion.number) : say.start.notTrained}
        </span>
        <span className="muted number">{say.shared.pairs(stats.pairCount)}</span>
        {last && <span className="muted">{lastTraining(last)}</span>}
      </p>
    </a>
  );
}
