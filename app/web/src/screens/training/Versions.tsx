import { useEffect, useState } from "react";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../../api/graphql";
import { ago } from "../../words";
import type { AgentFrame } from "../agent/AgentScreen";
import { Promote } from "./Promote";

export const VERSIONS = graphql(`
  query Versions($agentId: ID!) {
    agentVersions(agentId: $agentId, first: 50) {
      edges {
        node {
          id
          number
          status
          createdAt
          liveAt
          report {
            sentence
            better
            same
            worse
            questions {
              query
            }
          }
        }
      }
    }
  }
`);

export type Version = ResultOf<typeof VERSIONS>["agentVersions"]["edges"][number]["node"];

const STATES: Record<Version["status"], string> = {
  CANDIDATE: "Being compared",
  LIVE: "Live",
  RETIRED: "Was live before",
  REJECTED: "Not proven better",
};

interface Props {
  agent: AgentFrame;
  /** Changes when a run ends, which may have made a version. */
  runStatus: string | undefined;
  onChange: () => void;
}

export function Versions({ agent, runStatus, onChange }: Props) {
  const [{ data }, reload] = useQuery({ query: VERSIONS, variables: { agentId: agent.id } });
  const [chosen, setChosen] = useState<Version | null>(null);
  const live = agent.liveVersion?.id;
  useEffect(() => reload({ requestPolicy: "network-only" }), [live, runStatus, reload]);
  const versions = (data?.agentVersions.edges ?? []).map(({ node }) => node);
  if (versions.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="versions">
      <h2 id="versions">Versions</h2>
      <ul className="card versions">
        {versions.map((version) => (
          <li key={version.id} className="row">
            <strong className="number">Version {version.number}</strong>
            <span className={version.status === "LIVE" ? "chip good" : "chip"}>{STATES[version.status]}</span>
            <span className="muted small grow">
              {version.report ? `${version.report.better} better, ${version.report.same} same, ${version.report.worse} worse` : ""}
              {" · "}{ago(version.liveAt ?? version.createdAt)}
            </span>
            {version.status !== "LIVE" && version.status !== "CANDIDATE" && (
              <button type="button" className="button plain slim" onClick={() => setChosen(version)}>
                {version.status === "RETIRED" ? "Roll back to it" : "Put live"}
              </button>
            )}
          </li>
        ))}
      </ul>
      {chosen && (
        <Promote agent={agent} version={chosen} onClose={() => setChosen(null)}
          onDone={() => {
            reload({ requestPolicy: "network-only" });
            onChange();
          }}
        />
      )}
    </section>
  );
}
