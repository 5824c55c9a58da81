import { useId, useState, type SubmitEvent } from "react";
import { useMay } from "../../access/viewer";
import { useQuery } from "../../api/useQuery";
import { send } from "../../api/client";
import { graphql } from "../../api/graphql";
import { START_SESSION } from "../../coach/actions";
import { Icon } from "../../components/Icon";
import { ProblemNote } from "../../components/ProblemNote";
import { useAttempt } from "../../components/useAttempt";
import { say } from "../../language/say";
import { follow, go, pathTo } from "../../route";
import { day } from "../../words";
import "./sessions.css";

const SESSIONS = graphql(`
  query Sessions($agentId: ID!) {
    sessions(agentId: $agentId, first: 20) {
      edges {
        node {
          id
          title
          status
          pairCount
          createdAt
        }
      }
    }
  }
`);

const RENAME = graphql(`
  mutation RenameSession($input: RenameSessionInput!) {
    renameSession(input: $input) {
      __typename
      ... on SessionRenamed {
        session {
          id
          title
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

const MOST_CHARACTERS = 100;

/** The conversations of an agent: to go on with one, to begin another, and to name the one that is open. */
export function Sessions({ agentId, sessionId }: { agentId: string; sessionId: string | null }) {
  const mayTeach = useMay("COACH");
  const [{ data }] = useQuery({ query: SESSIONS, variables: { agentId }, requestPolicy: "cache-and-network" });
  const [state, attempt] = useAttempt();
  const sessions = data?.sessions.edges.map(({ node }) => node) ?? [];
  const current = sessions.find(({ id }) => id === sessionId);
  if (sessions.length === 0) return null;

  function begin() {
    void attempt(async () => {
      const { session } = await send(START_SESSION, { input: { agentId } });
      go(pathTo(agentId, "coach", session.id));
    });
  }

  return (
    <details className="sessions small">
      <summary>{current ? nameOf(current) : say.sessions.title}</summary>
      <div className="sessions-menu">
        <ul aria-label={say.sessions.title}>
          {sessions.map((session) => (
            <li key={session.id}>
              <a href={pathTo(agentId, "coach", session.id)} onClick={follow} aria-current={session.id === sessionId ? "page" : undefined}>
                {nameOf(session)}
              </a>
              <span className="muted number"> {say.sessions.about(session.pairCount, session.status !== "ACTIVE")}</span>
            </li>
          ))}
        </ul>
        {mayTeach && current && <Rename key={current.id + (current.title ?? "")} id={current.id} title={current.title ?? ""} />}
        <ProblemNote of={state.problem} />
        {mayTeach && (
          <button type="button" className="button plain slim" disabled={state.busy} onClick={begin}>
            <Icon name="plus" /> {say.sessions.begin}
          </button>
        )}
      </div>
    </details>
  );
}

function nameOf({ title, createdAt }: { title: string | null; createdAt: string }): string {
  return title ?? say.sessions.of(day(createdAt));
}

function Rename({ id: sessionId, title }: { id: string; title: string }) {
  const [text, setText] = useState(title);
  const [state, attempt] = useAttempt();
  const id = useId();

  function save(event: SubmitEvent) {
    event.preventDefault();
    void attempt(() => send(RENAME, { input: { sessionId, title: text.trim() || null } }));
  }

  return (
    <form className="field" onSubmit={save}>
      <label htmlFor={id}>{say.sessions.name}</label>
      <span className="row sessions-name">
        <input id={id} className="input grow" maxLength={MOST_CHARACTERS} autoComplete="off" value={text}
          onChange={(event) => setText(event.target.value)} />
        <button className="button plain slim" disabled={state.busy || text.trim() === title}>{say.sessions.save}</button>
      </span>
      <ProblemNote of={state.problem} />
    </form>
  );
}
