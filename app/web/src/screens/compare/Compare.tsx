import { useState, type SubmitEvent } from "react";
import { useQuery } from "../../api/useQuery";
import { LoadProblem } from "../../components/Problem";
import type { AgentFrame } from "../../agent/frame";
import { follow, pathTo } from "../../route";
import { say } from "../../language/say";
import { Promote } from "../training/Promote";
import { VERSIONS, type Version } from "../training/documents";
import { Side } from "./Side";
import { useTalk } from "./useTalk";
import { VoteRow } from "./VoteRow";
import "../coach/bubbles.css";
import "./compare.css";

interface Props {
  agent: AgentFrame;
  onPromoted: () => void;
}

/** Two versions answer the same messages side by side. */
export default function Compare({ agent, onPromoted }: Props) {
  const [{ data, error }, reload] = useQuery({ query: VERSIONS, variables: { agentId: agent.id } });
  if (error && !data) {
    return <div className="page"><LoadProblem error={error} retry={() => reload({ requestPolicy: "network-only" })} /></div>;
  }
  if (!data) return <p className="page muted" role="status">{say.shared.loading}</p>;
  const versions = data.agentVersions.edges.map(({ node }) => node).filter(({ status }) => status !== "CANDIDATE");
  if (versions.length === 0) return <NothingYet agent={agent} />;
  return (
    <Talk agent={agent} versions={versions}
      onPromoted={() => {
        reload({ requestPolicy: "network-only" });
        onPromoted();
      }}
    />
  );
}

function NothingYet({ agent }: { agent: AgentFrame }) {
  return (
    <div className="page">
      <h1>{say.compare.title}</h1>
      <div className="card stack">
        <p>{say.compare.nothingYet(agent.name)} <span lang="en">{agent.autoTraining.next.sentence}</span></p>
        <p className="row">
          <a className="button primary" href={pathTo(agent.id)} onClick={follow}>{say.training.links.coach}</a>
        </p>
      </div>
    </div>
  );
}

function Talk({ agent, versions, onPromoted }: Props & { versions: Version[] }) {
  const live = versions.find(({ status }) => status === "LIVE");
  const [left, setLeft] = useState(0);
  const [right, setRight] = useState(live?.number ?? versions[0]?.number ?? 0);
  const [chosen, setChosen] = useState<Version | null>(null);
  const { turns, ask, retry, restart } = useTalk(agent.id, left, right);
  const sides = { versions, onPromote: setChosen, liveNumber: live?.number ?? 0 };
  return (
    <div className="compare">
      <h1 className="hidden">{say.compare.titleOf(agent.name)}</h1>
      <div className="sides">
        <Side {...sides} letter="A" number={left} onNumber={setLeft} turns={turns.map(({ question, left: said }) => ({ question, said }))} onRetry={retry} />
        <Side {...sides} letter="B" number={right} onNumber={setRight} turns={turns.map(({ question, right: said }) => ({ question, said }))} onRetry={retry} />
      </div>
      <div className="compare-foot">
        <VoteRow agentId={agent.id} left={left} right={right} turns={turns} onRestart={restart} />
        <Ask examples={versions.flatMap(({ report }) => report?.questions.map(({ query }) => query) ?? [])} onAsk={ask} />
      </div>
      {chosen && <Promote agent={agent} version={chosen} onClose={() => setChosen(null)} onDone={onPromoted} />}
    </div>
  );
}

function Ask({ examples, onAsk }: { examples: string[]; onAsk: (question: string) => void }) {
  const [text, setText] = useState("");
  const [next, setNext] = useState(0);
  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (!text.trim()) return;
    onAsk(text.trim());
    setText("");
  }
  return (
    <form className="ask" onSubmit={submit}>
      <input className="input" aria-label={say.compare.message} placeholder={say.compare.placeholder} maxLength={2000}
        value={text} onChange={(event) => setText(event.target.value)} />
      <button className="button primary" disabled={!text.trim()}>{say.compare.ask}</button>
      {examples.length > 0 && (
        <button type="button" className="button quiet"
          onClick={() => {
            setText(examples[next % examples.length] ?? "");
            setNext(next + 1);
          }}>
          {say.compare.heldOut}
        </button>
      )}
    </form>
  );
}
