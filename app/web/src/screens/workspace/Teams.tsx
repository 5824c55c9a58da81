import { useId, useState, type SubmitEvent } from "react";
import { useQuery } from "../../api/useQuery";
import { OnceShown } from "../../access/OnceShown";
import { send } from "../../api/client";
import { LoadProblem } from "../../components/Problem";
import { ProblemNote } from "../../components/ProblemNote";
import { useAttempt } from "../../components/useAttempt";
import { say } from "../../language/say";
import { day } from "../../words";
import { CREATE_TEAM, TEAMS } from "./documents";

/** The workspaces of this installation, for those who operate it. */
export default function Teams() {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error }, query] = useQuery({ query: TEAMS, variables: { after }, requestPolicy: "network-only" });
  const reload = () => query({ requestPolicy: "network-only" });
  if (error && !data) return <LoadProblem error={error} retry={reload} />;
  if (!data) return <p className="muted" role="status">{say.shared.loading}</p>;
  const { edges, pageInfo } = data.workspaces;
  return (
    <section className="card stack" aria-labelledby="teams">
      <h2 id="teams">{say.workspace.parts.teams}</h2>
      <p className="muted">{say.workspace.teamsAbout}</p>
      <NewTeam onMade={reload} />
      <ul className="people">
        {edges.map(({ node }) => (
          <li key={node.id} className="row">
            <span className="grow">{node.name}<span className="hint-line">{say.workspace.since(day(node.createdAt))}</span></span>
            <span className="muted small number">{say.workspace.members(node.memberCount)}</span>
          </li>
        ))}
      </ul>
      {pageInfo.hasNextPage && (
        <button type="button" className="button plain more" onClick={() => setAfter(pageInfo.endCursor)}>{say.workspace.nextHundred}</button>
      )}
    </section>
  );
}

function NewTeam({ onMade }: { onMade: () => void }) {
  const [values, setValues] = useState({ name: "", admin: "" });
  const [state, attempt] = useAttempt();
  const [made, setMade] = useState<{ name: string; link: string; expiresAt: string } | null>(null);
  const id = useId();

  async function create() {
    const input = { name: values.name.trim(), admin: values.admin.trim() };
    const { workspace, path, expiresAt } = await send(CREATE_TEAM, { input });
    setMade({ name: workspace.name, link: `${location.origin}${path}`, expiresAt });
    setValues({ name: "", admin: "" });
    onMade();
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    void attempt(create);
  }

  return (
    <>
      <form className="row people-form" onSubmit={submit}>
        <div className="field grow">
          <label htmlFor={`${id}-name`}>{say.workspace.teamName}</label>
          <input id={`${id}-name`} className="input" required maxLength={100} value={values.name}
            onChange={(event) => setValues({ ...values, name: event.target.value })} />
        </div>
        <div className="field grow">
          <label htmlFor={`${id}-admin`}>{say.workspace.teamAdmin}</label>
          <input id={`${id}-admin`} className="input" required maxLength={100} value={values.admin}
            onChange={(event) => setValues({ ...values, admin: event.target.value })} />
        </div>
        <button className="button plain" disabled={state.busy || !values.name.trim() || !values.admin.trim()}>{say.workspace.makeTeam}</button>
      </form>
      <ProblemNote of={state.problem} />
      {made && (
        <OnceShown key={made.link} label={say.workspace.adminInvitation(made.name)} value={made.link} onClose={() => setMade(null)}
          hint={say.workspace.opensUntil(day(made.expiresAt))} />
      )}
    </>
  );
}
