import { useState } from "react";
import { useQuery } from "../../api/useQuery";
import { ROLES } from "../../access/viewer";
import { send } from "../../api/client";
import { asFailure, type Failure } from "../../api/failures";
import { Coded } from "../../components/Coded";
import { LoadProblem } from "../../components/Problem";
import { ProblemNote } from "../../components/ProblemNote";
import { say } from "../../language/say";
import { PEOPLE, WITHDRAW, type Invitation } from "./documents";
import { Invite } from "./Invite";
import { MemberRow } from "./MemberRow";
import { day } from "../../words";
import { stateOf } from "./words";

/** Who belongs to the workspace, and who was asked to. */
export default function People({ subject }: { subject: string }) {
  const [{ data, error }, query] = useQuery({ query: PEOPLE, requestPolicy: "network-only" });
  const reload = () => query({ requestPolicy: "network-only" });
  if (error && !data) return <LoadProblem error={error} retry={reload} />;
  if (!data) return <p className="muted" role="status">{say.shared.loading}</p>;
  const invitations = data.invitations.edges.map(({ node }) => node);
  return (
    <>
      <section className="card stack" aria-labelledby="members">
        <h2 id="members">{say.workspace.membersTitle}</h2>
        <ul className="people">
          {data.members.edges.map(({ node }) => (
            <MemberRow key={node.id} member={node} isYou={node.subject === subject} onChange={reload} />
          ))}
        </ul>
        {data.members.pageInfo.hasNextPage && (
          <p className="muted small"><Coded text={say.workspace.firstHundred} /></p>
        )}
        <details>
          <summary>{say.workspace.whatRolesMay}</summary>
          <ul className="role-meanings small">
            {ROLES.map((role) => <li key={role}><strong>{say.access.roles[role]}</strong> {say.access.meanings[role]}</li>)}
          </ul>
        </details>
      </section>
      <section className="card stack" aria-labelledby="invitations">
        <h2 id="invitations">{say.workspace.invitationsTitle}</h2>
        <p className="muted">{say.workspace.inviteAbout}</p>
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

function InvitationRow({ invitation, onChange }: { invitation: Invitation; onChange: () => void }) {
  const [problem, setProblem] = useState<Failure | null>(null);
  async function withdraw() {
    try {
      await send(WITHDRAW, { id: invitation.id });
      setProblem(null);
    } catch (error) {
      setProblem(asFailure(error));
    }
    onChange();
  }
  return (
    <li>
      <div className="row">
        <span className="grow">
          {invitation.name}
          <span className="hint-line">{say.access.roles[invitation.role]} · {say.workspace.madeOn(day(invitation.createdAt))}</span>
        </span>
        <span className={invitation.state === "OPEN" ? "chip good" : "chip"}>{stateOf(invitation)}</span>
        {invitation.state === "OPEN" && (
          <button type="button" className="button plain slim" aria-label={say.workspace.withdrawOf(invitation.name)}
            onClick={() => void withdraw()}>
            {say.workspace.withdraw}
          </button>
        )}
      </div>
      <ProblemNote of={problem} className="small" />
    </li>
  );
}
