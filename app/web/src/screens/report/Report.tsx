import { useEffect, type ReactNode } from "react";
import { useQuery } from "../../api/useQuery";
import { LoadProblem } from "../../components/Problem";
import { say } from "../../language/say";
import { follow, pathTo } from "../../route";
import { heldOut } from "../../training/progress";
import { readinessSentence } from "../../training/readiness";
import { day } from "../../words";
import { BeforeAfter } from "../training/BeforeAfter";
import { Brand } from "../agent/Brand";
import { HeadButtons } from "../agent/HeadButtons";
import { LEARNED, type Learned, type Live } from "./documents";
import "../agent/agent.css";
import "../training/training.css";
import "./report.css";

/** What an agent has learned and what not yet, on a page to show around: on the screen, on paper, as a PDF. */
export default function Report({ agentId }: { agentId: string }) {
  const [{ data, error }, query] = useQuery({ query: LEARNED, variables: { agentId }, requestPolicy: "cache-and-network" });
  const agent = data?.agent;
  useEffect(() => {
    document.title = agent ? `${say.report.title(agent.name)} · Coachable` : "Coachable";
  }, [agent]);
  return (
    <div className="frame report-frame">
      <header className="frame-top">
        <Brand />
        <div className="frame-agent"><span className="frame-name">{agent?.name ?? "…"}</span></div>
        <HeadButtons />
        <a className="button plain slim" href={pathTo(agentId, "training")} onClick={follow}>{say.report.back}</a>
      </header>
      <main className="frame-main" id="main" tabIndex={0}>
        {error && !agent && <div className="page"><LoadProblem error={error} retry={() => query({ requestPolicy: "network-only" })} /></div>}
        {!agent && !error && <p className="page muted" role="status">{say.shared.loading}</p>}
        {agent && <Told agent={agent} />}
      </main>
    </div>
  );
}

function Told({ agent }: { agent: Learned }) {
  const { liveVersion: live, readiness, stats } = agent;
  return (
    <article className="page report">
      <div className="row">
        <h1 className="grow">{say.report.title(agent.name)}</h1>
        <button type="button" className="button primary no-print" onClick={() => print()}>{say.report.print}</button>
      </div>
      <p>
        {say.report.taught(stats.pairCount)}{" "}
        {live ? say.report.live(live.number, day(live.liveAt ?? live.createdAt), live.run.pairCount) : say.report.noneLive}
      </p>
      <Part id="learned" title={say.report.learned}>
        <p>{readinessSentence(readiness.map(({ state }) => state)) || say.report.nothing}</p>
        <Questions of={readiness.filter(({ state }) => state !== "LEFT_OUT").map(({ query }) => query)} />
      </Part>
      {live && <Proof live={live} />}
      {live && <Facts live={live} />}
      <NotYet agent={agent} />
    </article>
  );
}

function Proof({ live }: { live: Live }) {
  const { report } = live;
  if (!report) return null;
  const rows = heldOut({ status: "SUCCEEDED", samples: [], report }, new Map());
  const { better, same, worse, truth } = report;
  return (
    <Part id="proof" title={say.report.proof}>
      <p>{say.report.compared(better, same, worse)}</p>
      {truth && truth.tries > 0 && <p>{say.report.tried(truth.tries, truth.right, truth.invented + truth.against)}</p>}
      <p>{live.mayWrite ? say.report.mayWrite : say.report.wordForWord}</p>
      {rows.length > 0 && <BeforeAfter rows={rows} isOver />}
    </Part>
  );
}

/** What stands in taught answers and may not come out otherwise: prices, times, numbers. */
function Facts({ live }: { live: Live }) {
  const taught = (live.run.receipt?.pairs ?? [])
    .map(({ pairId, query, keyPoints }) => ({ pairId, query, facts: keyPoints.filter(({ text }) => /\d/.test(text)) }))
    .filter(({ facts }) => facts.length > 0);
  if (taught.length === 0) return null;
  return (
    <Part id="facts" title={say.report.facts}>
      <p>{say.report.checked(taught.reduce((sum, { facts }) => sum + facts.length, 0), taught.length, day(live.createdAt))}</p>
      <ul className="report-facts">
        {taught.map(({ pairId, query, facts }) => (
          <li key={pairId}>
            {query} <span className="row report-chips">{facts.map(({ text }) => <span key={text} className="chip">{text}</span>)}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function NotYet({ agent: { readiness, openQuestions, liveVersion } }: { agent: Learned }) {
  const leftOut = readiness.filter(({ state }) => state === "LEFT_OUT");
  const unlearned = (liveVersion?.run.receipt?.pairs ?? []).filter(({ learned }) => learned === false);
  const isDone = leftOut.length + openQuestions.length + unlearned.length === 0;
  return (
    <Part id="not-yet" title={say.report.notYet}>
      {isDone && <p>{say.report.allDone}</p>}
      {openQuestions.length > 0 && (
        <>
          <h3>{say.report.asked}</h3>
          <Questions of={openQuestions.map(({ text }) => text)} />
        </>
      )}
      {leftOut.length > 0 && (
        <>
          <h3>{say.report.leftOut}</h3>
          <Questions of={leftOut.map(({ query }) => query)} />
        </>
      )}
      {unlearned.length > 0 && (
        <>
          <h3>{say.report.notByHeart}</h3>
          <Questions of={unlearned.map(({ query }) => query)} />
        </>
      )}
    </Part>
  );
}

function Questions({ of }: { of: string[] }) {
  if (of.length === 0) return null;
  return <ul className="report-questions">{of.map((text, at) => <li key={at}>{text}</li>)}</ul>;
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="card stack" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
