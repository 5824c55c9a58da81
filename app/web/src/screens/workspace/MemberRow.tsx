import { useState } from "react";
import type { Role } from "../../access/viewer";
import { send } from "../../api/client";
import { Confirm } from "../../components/Confirm";
import { ProblemNote } from "../../components/ProblemNote";
import { toast } from "../../components/Toasts";
import { useAttempt } from "../../components/useAttempt";
import { say } from "../../language/say";
import { REMOVE_MEMBER, UPDATE_MEMBER, type Member } from "./documents";
import { RoleSelect } from "./RoleSelect";
import { day } from "../../words";
import { LOCAL, memberName } from "./words";

/** A person, their role to change, and a way to end it. Oneself and this machine are changed by nobody here. */
export function MemberRow({ member, isYou, onChange }: { member: Member; isYou: boolean; onChange: () => void }) {
  const [state, attempt] = useAttempt();
  const [isRemoving, setIsRemoving] = useState(false);
  const name = memberName(member);
  const isFixed = isYou || member.subject === LOCAL;

  async function change(role: Role) {
    await attempt(async () => {
      await send(UPDATE_MEMBER, { input: { memberId: member.id, role } });
      toast({ id: member.id, text: say.workspace.hasRole(name, say.access.named[role]) });
    });
    onChange();
  }

  return (
    <li>
      <div className="row">
        <span className="grow">
          {name}{isYou && <span className="muted"> {say.workspace.you}</span>}
          <span className="hint-line">{member.subject === LOCAL ? say.workspace.tokenHolder : say.workspace.since(day(member.createdAt))}</span>
        </span>
        {isFixed ? (
          <span className="chip">{say.access.roles[member.role]}</span>
        ) : (
          <>
            <RoleSelect label={say.workspace.roleOf(name)} value={member.role} disabled={state.busy} onChange={(role) => void change(role)} />
            <button type="button" className="button quiet slim" aria-label={say.workspace.removeName(name)} onClick={() => setIsRemoving(true)}>
              {say.workspace.remove}
            </button>
          </>
        )}
      </div>
      <ProblemNote of={state.problem} className="small" />
      {isRemoving && (
        <Confirm title={say.workspace.removeTitle(name)} action={say.workspace.removeName(name)} onClose={() => setIsRemoving(false)}
          onConfirm={async () => {
            await send(REMOVE_MEMBER, { memberId: member.id });
            onChange();
          }}>
          <p>{say.workspace.removeAbout}</p>
          <p className="muted">{say.workspace.removeKeys(name)}</p>
        </Confirm>
      )}
    </li>
  );
}
