import { useEffect, useState } from "react";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../../api/graphql";
import { ago } from "../../words";
import type { AgentFrame } from "../agent/AgentScreen";
import { Promote } from "./Promote";
import { Retire } from "./Retire";

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
          mayWrite
          report {
            sentence
            truth {
              tries
              right
              invented
              against
            }
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
  REJECTED: "Not good enough",
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
  const [isRetiring, setIsRetiring] = useState(false);
  const live = agent.liveVersion?.id;
  useEffect(() => reload({ requestPolicy: "network-only" }), [live, runStatus, reload]);
  const versions = (data?.agentVersions.edges ?? []).map(({ node }) => node);
  if (versions.length === 0) return null;
  const done = () => {
    reload({ requestPolicy: "network-only" });
    onChange();
  };
  return (
    <section className="stack" aria-labelledby="versions">
      <h2 id="versions">Versions</h2>
      <ul className="card versions">
        {versions.map((version) => (
          <li key={version.id} className="row">
            <strong className="number">Version {version.number}</strong>
            <span className={version.status === "LIVE" ? "chip good" : "chip"}>{STATES[version.status]}</span>
            <span className="muted small grow version-proof">
              {[version.mayWrite ? "in its own words" : "your answers word for word", proofOf(version), ago(version.liveAt ?? version.createdAt)]
                .filter(Boolean).join(" · ")}
            </span>
            {version.status === "LIVE" && agent.liveVersion && (
              <button type="button" className="button plain slim" onClick={() => setIsRetiring(true)}>Take offline</button>
            )}
            {version.status !== "LIVE" && version.status !== "CANDIDATE" && (
              <button type="button" className="button plain slim" onClick={() => setChosen(version)}>
                {version.status === "RETIRED" ? "Roll back to it" : "Put live"}
              </button>
            )}
          </li>
        ))}
      </ul>
      {chosen && (
        <Promote agent={agent} version={chosen} onClose={() => setChosen(null)} onDone={done} />
      )}
      {isRetiring && agent.liveVersion && (
        <Retire agent={agent} number={agent.liveVersion.number} onClose={() => setIsRetiring(false)} onDone={done} />
      )}
    </section>
  );
}

/** In the fewest words: what it was asked and got right, or how it did on the held-out questions. */
function proofOf({ report }: Version): string {
  if (!report) return "";
  const { truth, better, same, worse } = report;
  if (!truth || truth.tries === 0) return `${better} better, ${same} same, ${worse} worse`;
  const wrong = truth.invented + truth.against;
  return `${truth.right} of ${truth.tries} right, ${wrong === 0 ? "none" : wrong} false`;
}
