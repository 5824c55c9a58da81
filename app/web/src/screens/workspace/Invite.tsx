import { useId, useState, type SubmitEvent } from "react";
import { copyLater } from "../../access/clipboard";
import { OnceShown } from "../../access/OnceShown";
import type { Role } from "../../access/viewer";
import { send } from "../../api/client";
import { ProblemNote } from "../../components/ProblemNote";
import { useAttempt } from "../../components/useAttempt";
import { say } from "../../language/say";
import { day } from "../../words";
import { INVITE } from "./documents";
import { RoleSelect } from "./RoleSelect";
import "./workspace.css";

interface Props {
  onInvited?: () => void;
  /** The link goes with what it stands in, else when it is done with. */
  isBrief?: boolean;
}

interface Made {
  name: string;
  link: string;
  expiresAt: string;
  isCopied: boolean | null;
}

/** A link that makes somebody a member, copied as it is made. */
export function Invite({ onInvited, isBrief = false }: Props) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("COACH");
  const [state, attempt] = useAttempt();
  const [made, setMade] = useState<Made | null>(null);
  const id = useId();

  async function invite() {
    const making = send(INVITE, { input: { name: name.trim(), role } });
    const copying = copyLater(making.then(({ path }) => `${location.origin}${path}`));
    const { path, expiresAt, invitation } = await making;
    setMade({ name: invitation.name, link: `${location.origin}${path}`, expiresAt, isCopied: null });
    setName("");
    onInvited?.();
    void copying.then((isCopied) => setMade((now) => now && { ...now, isCopied }));
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
          <RoleSelect id={`${id}-role`} describedBy={`${id}-may`} value={role} onChange={setRole} />
        </div>
        <button className="button plain" disabled={state.busy || !name.trim()}>{say.workspace.invite}</button>
        <p id={`${id}-may`} className="muted small full">{say.access.roles[role]} {say.access.meanings[role]}.</p>
      </form>
      <ProblemNote of={state.problem} />
      {made && (
        <OnceShown key={made.link} label={say.workspace.invitationOf(made.name)} value={made.link} isCopied={made.isCopied}
          onClose={isBrief ? undefined : () => setMade(null)}
          hint={say.workspace.opensUntil(day(made.expiresAt))} />
      )}
    </>
  );
}
