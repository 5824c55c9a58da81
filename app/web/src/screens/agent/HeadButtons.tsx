import { lazy, Suspense, useEffect, useState } from "react";
import { useMay } from "../../access/viewer";
import { Icon, type IconName } from "../../components/Icon";
import { shortcutOf } from "../../components/keys";
import { say } from "../../language/say";
import "./head.css";

const Help = lazy(() => import("../help/Help"));
const InviteDialog = lazy(() => import("../workspace/InviteDialog"));

/** What is at hand in the head of every screen. */
export function HeadButtons() {
  const mayInvite = useMay("ADMIN");
  const [shown, setShown] = useState<"invite" | "help" | null>(null);
  const close = () => setShown(null);

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (shortcutOf(event) !== "?") return;
      event.preventDefault();
      setShown("help");
    }
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  return (
    <>
      <div className="head-buttons">
        {mayInvite && <HeadButton icon="invite" words={say.workspace.inviteColleague} onClick={() => setShown("invite")} />}
        <HeadButton icon="help" words={say.help.open} onClick={() => setShown("help")} />
      </div>
      <Suspense>
        {shown === "invite" && <InviteDialog onClose={close} />}
        {shown === "help" && <Help onClose={close} />}
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
