import { useEffect, useState, type SubmitEvent } from "react";
import { covers, useMay, useViewer } from "../../access/viewer";
import { graphql, type ResultOf } from "../../api/graphql";
import { useQuery } from "../../api/useQuery";
import { LoadProblem } from "../../components/Problem";
import { say } from "../../language/say";
import { Grounds } from "../../replies/Grounds";
import { follow, pathTo, pathToWorkspace } from "../../route";
import { Brand } from "../agent/Brand";
import { HeadButtons } from "../agent/HeadButtons";
import { CopyButton } from "./CopyButton";
import { Share } from "./Share";
import { snippet, SNIPPETS, type Snippet } from "./snippets";
import { useChat } from "./useChat";
import "../agent/agent.css";
import "../coach/bubbles.css";
import "./use.css";

const USED = graphql(`
  query UsedAgent($id: ID!) {
    agent(id: $id) {
      id
      name
      slug
      liveVersion {
        id
        number
      }
    }
  }
`);

type Used = ResultOf<typeof USED>["agent"];
const KINDS: Snippet[] = ["curl", "python", "javascript"];

/** Using an agent: talking to it as customers do, and what programs need to do the same. */
export default function Use({ agentId }: { agentId: string }) {
  const [{ data, error }, query] = useQuery({ query: USED, variables: { id: agentId } });
  const viewer = useViewer();
  const agent = data?.agent;
  useEffect(() => {
    document.title = agent ? `${say.use.title(agent.name)} · Coachable` : "Coachable";
  }, [agent]);
  return (
    <div className="frame">
      <header className="frame-top">
        <Brand />
        <div className="frame-agent"><span className="frame-name">{agent?.name ?? "…"}</span></div>
        <HeadButtons />
        <a className="button plain slim" href={pathTo(agentId, "training")} onClick={follow}>{say.report.back}</a>
      </header>
      <main className="frame-main" id="main" tabIndex={-1}>
        <div className="page use">
          {error && !agent && <LoadProblem error={error} retry={() => query({ requestPolicy: "network-only" })} />}
          {!agent && !error && <p className="muted" role="status">{say.shared.loading}</p>}
          {agent && <h1>{say.use.title(agent.name)}</h1>}
          {agent && <Chat agent={agent} />}
          {agent && viewer && covers(viewer.role, "ADMIN") && <Share agentId={agent.id} />}
          {agent && <Programs agent={agent} />}
        </div>
      </main>
    </div>
  );
}

function Chat({ agent }: { agent: Used }) {
  const { turns, ask, retry, restart, isAnswering } = useChat(agent.id);
  const [text, setText] = useState("");
  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (!text.trim() || isAnswering) return;
    ask(text.trim());
    setText("");
  }
  return (
    <section className="card stack" aria-labelledby="chat">
      <h2 id="chat">{say.use.chat}</h2>
      <p className="muted">{agent.liveVersion ? say.use.live(agent.liveVersion.number) : say.use.noneLive}</p>
      <div className="use-talk">
        {turns.map(({ question, said }, at) => (
          <div key={at} className="use-turn">
            <p className="bubble own">{question}</p>
            {said.state === "failed" ? (
              <p className="problem row" role="alert">
                <span className="grow" lang={said.problem?.lang}>{said.problem?.message}</span>
                {at === turns.length - 1 && (
                  <button type="button" className="button plain slim" onClick={retry}>{say.use.askAgain}</button>
                )}
              </p>
            ) : (
              <p className="bubble customer" aria-busy={said.state === "asked"}>{said.text || "…"}</p>
            )}
            {said.grounds && <Grounds grounds={said.grounds} />}
          </div>
        ))}
      </div>
      <form className="row" onSubmit={submit}>
        <input className="input grow" aria-label={say.use.message} placeholder={say.use.placeholder} maxLength={2000}
          value={text} onChange={(event) => setText(event.target.value)} />
        <button className="button primary" disabled={!text.trim() || isAnswering}>{say.use.ask}</button>
        {turns.length > 0 && <button type="button" className="button quiet" onClick={restart}>{say.use.restart}</button>}
      </form>
    </section>
  );
}

function Programs({ agent }: { agent: Used }) {
  const isAdmin = useMay("ADMIN");
  const [kind, setKind] = useState<Snippet>("curl");
  const code = snippet(kind, location.origin, agent.slug);
  return (
    <section className="card stack" aria-labelledby="programs">
      <h2 id="programs">{say.use.programs}</h2>
      <p>{say.use.clients}</p>
      <dl className="use-facts">
        <dt>{say.use.address}</dt>
        <dd><code>{location.origin}/v1</code></dd>
        <dt>{say.use.model}</dt>
        <dd><code>{agent.slug}</code></dd>
        <dt>{say.use.key}</dt>
        <dd>
          {isAdmin ? <a href={pathToWorkspace("keys")} onClick={follow}>{say.use.makeKey}</a> : say.use.askForKey}{" "}
          <span className="muted">{say.use.viewerKey}</span>
        </dd>
      </dl>
      <div className="row">
        <select className="input" aria-label={say.use.kind} value={kind}
          onChange={(event) => setKind(KINDS.find((other) => other === event.target.value) ?? "curl")}>
          {KINDS.map((name) => <option key={name} value={name}>{SNIPPETS[name]}</option>)}
        </select>
        <CopyButton key={kind} text={code} />
      </div>
      <pre className="use-code"><code>{code}</code></pre>
    </section>
  );
}
