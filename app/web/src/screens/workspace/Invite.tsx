import { useId, useState, type SubmitEvent } from "react";
import { OnceShown } from "../../access/OnceShown";
import type { Role } from "../../access/viewer";
import { send } from "../../api/client";
import { useAttempt } from "../../components/useAttempt";
import { say } from "../../language/say";
import { day } from "../../words";
import { INVITE } from "./documents";
import { RoleSelect } from "./RoleSelect";

/** A link that makes somebody a member. */
export function Invite({ onInvited }: { onInvited: () => void }) {
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
          <label htmlFor={`${id}-name`}>{say.workspace.inviteName}</label>
          <input id={`${id}-name`} className="input" required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor={`${id}-role`}>{say.workspace.inviteRole}</label>
          <RoleSelect id={`${id}-role`} value={role} onChange={setRole} />
        </div>
        <button className="button plain" disabled={state.busy || !name.trim()}>{say.workspace.invite}</button>
      </form>
      {state.problem && <p className="problem" role="alert">{state.problem}</p>}
      {made && (
        <OnceShown key={made.link} label={say.workspace.invitationOf(made.name)} value={made.link} onClose={() => setMade(null)}
          hint={say.workspace.opensUntil(day(made.expiresAt))} />
      )}
    </>
  );
}
