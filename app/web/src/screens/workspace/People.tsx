import { useId, useState, type SubmitEvent } from "react";
import { useQuery } from "../../api/useQuery";
import { OnceShown } from "../../access/OnceShown";
import { ROLE_MEANINGS, ROLE_NAMES, ROLES, type Role } from "../../access/viewer";
import { send } from "../../api/client";
import { asFailure } from "../../api/failures";
import { LoadProblem } from "../../components/Problem";
import { useAttempt } from "../../components/useAttempt";
import { INVITE, PEOPLE, WITHDRAW, type Invitation } from "./documents";
import { MemberRow } from "./MemberRow";
import { RoleSelect } from "./RoleSelect";
import { day } from "../../words";
import { stateOf } from "./words";

/** Who belongs to the workspace, and who was asked to. */
export default function People({ subject }: { subject: string }) {
  const [{ data, error }, query] = useQuery({ query: PEOPLE, requestPolicy: "network-only" });
  const reload = () => query({ requestPolicy: "network-only" });
  if (error && !data) return <LoadProblem error={error} retry={reload} />;
  if (!data) return <p className="muted" role="status">Loading…</p>;
  const invitations = data.invitations.edges.map(({ node }) => node);
  return (
    <>
      <section className="card stack" aria-labelledby="members">
        <h2 id="members">Members</h2>
        <ul className="people">
          {data.members.edges.map(({ node }) => (
            <MemberRow key={node.id} member={node} isYou={node.subject === subject} onChange={reload} />
          ))}
        </ul>
        {data.members.pageInfo.hasNextPage && (
          <p className="muted small">These are the first 100; `coachable workspace members` shows all.</p>
        )}
        <details>
          <summary>What each role may do</summary>
          <ul className="role-meanings small">
            {ROLES.map((role) => <li key={role}><strong>{ROLE_NAMES[role]}</strong> {ROLE_MEANINGS[role]}</li>)}
          </ul>
        </details>
      </section>
      <section className="card stack" aria-labelledby="invitations">
        <h2 id="invitations">Invitations</h2>
        <p className="muted">
          You get a link to pass on. It makes whoever opens it first a member, once, within three days.
        </p>
        <Invite onInvited={reload} />
        {invitations.length > 0 && (
          <ul className="people">
            {invitations.map((invitation) => <InvitationRow key={invitation.id} invitation={invitation} onChange={reload} />)}
          </ul>
        )}
      </section>
    </>
  );
}

function Invite({ onInvited }: { onInvited: () => void }) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("COACH");
  const [state, attempt] = useAttempt();
  const [made, setMade] = useState<{ name: string; link: string; expiresAt: string } | null>(null);
  const id = useId();

  async function invite() {
    const { path, expiresAt, invitation } = await send(INVITE, { input: { name: name.trim(), role } });
    setMade({ name: invitation.name, link: `${location.origin}${path}`, expiresAt });
    setName("");
    onInvited();
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    void attempt(invite);
  }

  return (
    <>
      <form className="row people-form" onSubmit={submit}>
        <div className="field grow">
          <label htmlFor={`${id}-name`}>Name or address</label>
          <input id={`${id}-name`} className="input" required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor={`${id}-role`}>Role of the new member</label>
          <RoleSelect id={`${id}-role`} value={role} onChange={setRole} />
        </div>
        <button className="button plain" disabled={state.busy || !name.trim()}>Make a link</button>
      </form>
      {state.problem && <p className="problem" role="alert">{state.problem}</p>}
      {made && (
        <OnceShown key={made.link} label={`Invitation of ${made.name}`} value={made.link} onClose={() => setMade(null)}
          hint={`It is shown this once, and opens once, until ${day(made.expiresAt)}.`} />
      )}
    </>
  );
}

function InvitationRow({ invitation, onChange }: { invitation: Invitation; onChange: () => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  async function withdraw() {
    try {
      await send(WITHDRAW, { id: invitation.id });
      setProblem(null);
    } catch (error) {
      setProblem(asFailure(error).message);
    }
    onChange();
  }
  return (
    <li>
      <div className="row">
        <span className="grow">
          {invitation.name}
          <span className="hint-line">{ROLE_NAMES[invitation.role]} · made {day(invitation.createdAt)}</span>
        </span>
        <span className={invitation.state === "OPEN" ? "chip good" : "chip"}>{stateOf(invitation)}</span>
        {invitation.state === "OPEN" && (
          <button type="button" className="button plain slim" aria-label={`Withdraw the invitation of ${invitation.name}`}
            onClick={() => void withdraw()}>
            Withdraw
          </button>
        )}
      </div>
      {problem && <p className="problem small" role="alert">{problem}</p>}
    </li>
  );
}
