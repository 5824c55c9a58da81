import { lazy, Suspense, useState } from "react";
import { useMay } from "../../access/viewer";
import { Icon, type IconName } from "../../components/Icon";
import { say } from "../../language/say";
import "./head.css";

const InviteDialog = lazy(() => import("../workspace/InviteDialog"));

/** What is at hand in the head of every screen. */
export function HeadButtons() {
  const mayInvite = useMay("ADMIN");
  const [isInviting, setIsInviting] = useState(false);
  return (
    <>
      <div className="head-buttons">
        {mayInvite && <HeadButton icon="invite" words={say.workspace.inviteColleague} onClick={() => setIsInviting(true)} />}
      </div>
      <Suspense>
        {isInviting && <InviteDialog onClose={() => setIsInviting(false)} />}
      </Suspense>
    </>
  );
}

/** Its words stand beside its sign where there is room. */
function HeadButton({ icon, words, onClick }: { icon: IconName; words: string; onClick: () => void }) {
  return (
    <button type="button" className="button quiet slim" aria-label={words} title={words} onClick={onClick}>
      <Icon name={icon} /> <span className="head-words">{words}</span>
    </button>
  );
}
