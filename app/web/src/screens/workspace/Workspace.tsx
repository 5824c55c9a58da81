import { lazy, Suspense, useEffect, useState } from "react";
import { useQuery } from "../../api/useQuery";
import { covers, VIEWER, type Viewer } from "../../access/viewer";
import { useReconnecting } from "../../api/connection";
import { LoadProblem } from "../../components/Problem";
import { say } from "../../language/say";
import { follow, pathToWorkspace, type Part } from "../../route";
import { Brand } from "../agent/Brand";
import { HeadButtons } from "../agent/HeadButtons";
import { memberName } from "./words";
import "../agent/agent.css";
import "../settings/settings.css";
import "./workspace.css";

const People = lazy(() => import("./People"));
const Keys = lazy(() => import("./Keys"));
const Webhooks = lazy(() => import("./Webhooks"));
const AuditLog = lazy(() => import("./AuditLog"));
const Teams = lazy(() => import("./Teams"));

/** The workspace and who may do what in it. What needs an admin is there for admins alone. */
export default function Workspace({ part }: { part: Part }) {
  const [{ data, error }, query] = useQuery({ query: VIEWER, requestPolicy: "cache-and-network" });
  const reconnecting = useReconnecting();
  const viewer = data?.viewer;
  const parts = viewer ? partsOf(viewer) : [];
  const shown = parts.includes(part) ? part : "you";
  useEffect(() => {
    document.title = viewer ? `${say.workspace.parts[shown]} · ${viewer.workspaceName} · Coachable` : "Coachable";
  }, [viewer, shown]);

  return (
    <div className="frame">
      <header className="frame-top">
        <Brand />
        <div className="frame-agent">
          <span className="frame-name">{viewer?.workspaceName ?? "…"}</span>
          <span role="status">{reconnecting && <span className="chip reconnecting">{say.shared.reconnecting}</span>}</span>
        </div>
        <HeadButtons />
        <nav aria-label={say.workspace.partsOf} className="tabs">
          {parts.map((name) => (
            <a key={name} href={pathToWorkspace(name)} onClick={follow} aria-current={name === shown ? "page" : undefined}>
              {say.workspace.parts[name]}
            </a>
          ))}
        </nav>
      </header>
      <main className="frame-main" id="main" tabIndex={-1}>
        <div className="page settings">
          <h1>{say.workspace.parts[shown]}</h1>
          {error && !viewer && <LoadProblem error={error} retry={() => query({ requestPolicy: "network-only" })} />}
          {viewer && (
            <Suspense fallback={<p className="muted" role="status">{say.shared.loading}</p>}>
              {shown === "you" && <You viewer={viewer} />}
              {shown === "people" && <People subject={viewer.subject} />}
              {shown === "keys" && <Keys />}
              {shown === "webhooks" && <Webhooks />}
              {shown === "log" && <AuditLog />}
              {shown === "teams" && <Teams />}
            </Suspense>
          )}
        </div>
      </main>
    </div>
  );
}

function partsOf({ role, isOperator }: Viewer): Part[] {
  if (!covers(role, "ADMIN")) return ["you"];
  return ["you", "people", "keys", "webhooks", "log", ...(isOperator ? ["teams" as const] : [])];
}

function You({ viewer }: { viewer: Viewer }) {
  const { role, workspaceName } = viewer;
  const words = say.workspace;
  const meaning = say.access.meanings[role];
  const [problem, setProblem] = useState<string | null>(null);

  /** Not by a form: pages without referrers send theirs without an origin, and the server asks for one. */
  async function signOut() {
    try {
      await fetch("/logout", { method: "POST", redirect: "manual" });
      location.assign("/");
    } catch {
      setProblem(say.workspace.stillSignedIn);
    }
  }

  return (
    <section className="card stack" aria-label={say.workspace.yourSignIn}>
      <p>
        {words.signedInAs} <strong>{memberName({ name: viewer.name ?? "", subject: viewer.subject })}</strong>{" "}
        {words.inWorkspace(workspaceName)} <strong>{say.access.named[role]}</strong>:{" "}
        {role === "VIEWER" ? words.roleMay(meaning) : words.roleAlsoMay(meaning)}
      </p>
      {role !== "ADMIN" && <p className="muted">{words.adminsDo}</p>}
      {problem && <p className="problem" role="alert">{problem}</p>}
      <div className="row">
        <button type="button" className="button plain" onClick={() => void signOut()}>{words.signOut}</button>
      </div>
    </section>
  );
}
