import { Dialog } from "../../components/Dialog";
import { say } from "../../language/say";
import { Invite } from "./Invite";

/** The same from any screen, without leaving it. */
export default function InviteDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={say.workspace.inviteColleague} onClose={onClose}>
      <p className="muted">{say.workspace.inviteAbout}</p>
      <Invite isBrief />
      <div className="row">
        <button type="button" className="button plain" onClick={onClose}>{say.shared.close}</button>
      </div>
    </Dialog>
  );
}
