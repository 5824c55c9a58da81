import { useEffect, useState } from "react";
import { useMay } from "../../access/viewer";
import { useQuery } from "../../api/useQuery";
import { say } from "../../language/say";
import { ago } from "../../words";
import type { AgentFrame } from "../../agent/frame";
import { VERSIONS, type Version } from "./documents";
import { Promote } from "./Promote";
import { Retire } from "./Retire";

interface Props {
  agent: AgentFrame;
  /** Changes when a run ends, which may have made a version. */
  runStatus: string | undefined;
  onChange: () => void;
}

export function Versions({ agent, runStatus, onChange }: Props) {
  const [{ data }, reload] = useQuery({ query: VERSIONS, variables: { agentId: agent.id } });
  const mayTrain = useMay("TRAINER");
  const [chosen, setChosen] = useState<Version | null>(null);
  const [isRetiring, setIsRetiring] = useState(false);
  const live = agent.liveVersion?.id;
  useEffect(() => reload({ requestPolicy: "network-only" }), [live, runStatus, reload]);
  const versions = (data?.agentVersions.edges ?? []).map(({ node }) => node);
  if (versions.length === 0) return null;
  const learned = data?.agent.liveVersion;
  const done = () => {
    reload({ requestPolicy: "network-only" });
    onChange();
  };
  return (
    <section className="stack" aria-labelledby="versions">
      <h2 id="versions">{say.versions.title}</h2>
      <ul className="card versions">
        {versions.map((version) => (
          <li key={version.id} className="row">
            <strong className="number">{say.training.version(version.number)}</strong>
            <span className={version.status === "LIVE" ? "chip good" : "chip"}>{say.versions.states[version.status]}</span>
            <span className="muted small grow version-proof">
              {[version.mayWrite ? say.versions.ownWords : say.versions.wordForWord, proofOf(version), ago(version.liveAt ?? version.createdAt)]
                .filter(Boolean).join(" · ")}
            </span>
            {mayTrain && version.status === "LIVE" && agent.liveVersion && (
              <button type="button" className="button plain slim" onClick={() => setIsRetiring(true)}>
                {say.versions.takeOffline}
              </button>
            )}
            {mayTrain && version.status !== "LIVE" && version.status !== "CANDIDATE" && (
              <button type="button" className="button plain slim" onClick={() => setChosen(version)}>
                {version.status === "RETIRED" ? say.versions.rollBack : say.versions.putLive}
              </button>
            )}
          </li>
        ))}
      </ul>
      {learned && learned.deletedPairs > 0 && (
        <p className="small muted">{say.versions.knowsDeleted(learned.number, learned.deletedPairs)}</p>
      )}
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
  if (!truth || truth.tries === 0) return say.versions.compared(better, same, worse);
  return say.versions.tried(truth.right, truth.tries, truth.invented + truth.against);
}
