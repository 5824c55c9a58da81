import { useId, useState, type SubmitEvent } from "react";
import { OnceShown } from "../../access/OnceShown";
import { send } from "../../api/client";
import { useQuery } from "../../api/useQuery";
import { Confirm } from "../../components/Confirm";
import { LoadProblem } from "../../components/Problem";
import { ProblemNote } from "../../components/ProblemNote";
import { useAttempt } from "../../components/useAttempt";
import { say } from "../../language/say";
import { ago } from "../../words";
import { actorName, endOf, hasEnded } from "../workspace/words";
import { CopyButton } from "./CopyButton";
import { CREATE_SHARE_LINK, embedding, REVOKE_SHARE_LINK, SHARE_LINKS, type ShareLink } from "./links";
import "../settings/settings.css";
import "../workspace/workspace.css";

/** How long a link works, in days; 0: until it is revoked. */
const LASTS = [7, 30, 90, 365, 0] as const;

/** Links for people without an account, and the line for other sites. For admins. */
export function Share({ agentId }: { agentId: string }) {
  const [{ data, error }, query] = useQuery({ query: SHARE_LINKS, variables: { agentId }, requestPolicy: "network-only" });
  const reload = () => query({ requestPolicy: "network-only" });
  const links = data?.shareLinks.nodes ?? [];
  return (
    <section className="card stack" aria-labelledby="share">
      <h2 id="share">{say.share.title}</h2>
      <p className="muted">{say.share.about}</p>
      <NewLink agentId={agentId} onMade={reload} />
      {error && !data && <LoadProblem error={error} retry={reload} />}
      {links.length > 0 && (
        <ul className="people" aria-label={say.share.links}>
          {links.map((link) => <LinkRow key={link.id} link={link} onChange={reload} />)}
        </ul>
      )}
    </section>
  );
}

function NewLink({ agentId, onMade }: { agentId: string; onMade: () => void }) {
  const [name, setName] = useState("");
  const [days, setDays] = useState(30);
  const [sites, setSites] = useState("");
  const [made, setMade] = useState<{ path: string; link: ShareLink } | null>(null);
  const [state, attempt] = useAttempt();
  const id = useId();

  async function create() {
    const origins = sites.split(/[\s,]+/).filter(Boolean);
    const { path, shareLink } = await send(CREATE_SHARE_LINK, { input: { agentId, name: name.trim(), days: days || null, origins } });
    setMade({ path, link: shareLink });
    setName("");
    setSites("");
    onMade();
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    void attempt(create);
  }

  return (
    <>
      <form className="stack" onSubmit={submit}>
        <div className="row people-form">
          <div className="field grow">
            <label htmlFor={`${id}-name`}>{say.share.whom}</label>
            <input id={`${id}-name`} className="input" required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
          </div>
          <div className="field">
            <label htmlFor={`${id}-days`}>{say.share.validFor}</label>
            <select id={`${id}-days`} className="input" value={days} onChange={(event) => setDays(Number(event.target.value))}>
              {LASTS.map((amount) => <option key={amount} value={amount}>{say.share.lasts[amount]}</option>)}
            </select>
          </div>
        </div>
        <div className="field">
          <label htmlFor={`${id}-sites`}>{say.share.sites}</label>
          <textarea id={`${id}-sites`} className="input" rows={2} aria-describedby={`${id}-hint`} spellCheck={false} value={sites}
            onChange={(event) => setSites(event.target.value)} />
          <span className="hint" id={`${id}-hint`}>{say.share.sitesHint}</span>
        </div>
        <div className="row">
          <button className="button plain" disabled={state.busy || !name.trim()}>{say.share.make}</button>
        </div>
      </form>
      <ProblemNote of={state.problem} />
      {made && <Made key={made.link.id} {...made} onClose={() => setMade(null)} />}
    </>
  );
}

function Made({ path, link, onClose }: { path: string; link: ShareLink; onClose: () => void }) {
  const code = embedding(location.origin, path);
  return (
    <>
      <OnceShown label={say.share.linkFor(link.name)} value={location.origin + path} hint={say.share.linkHint} onClose={onClose} />
      {link.origins.length > 0 && (
        <div className="stack" role="group" aria-label={say.share.code}>
          <p>{say.share.embed}</p>
          <pre className="use-code"><code>{code}</code></pre>
          <div className="row"><CopyButton text={code} /></div>
        </div>
      )}
    </>
  );
}

function LinkRow({ link, onChange }: { link: ShareLink; onChange: () => void }) {
  const [isRevoking, setIsRevoking] = useState(false);
  const isOver = hasEnded(link);
  const maker = say.share.by(actorName({ actor: link.createdBy, actorName: link.createdByName }));
  const used = link.lastUsedAt ? say.share.lastUsed(ago(link.lastUsedAt)) : say.share.neverUsed;
  return (
    <li className="row">
      <span className="grow">
        <span className={isOver ? "muted" : ""}>{link.name}</span>
        <span className="hint-line">{[`/chat/${link.prefix}`, maker, used].join(" · ")}</span>
        {link.origins.length > 0 && <span className="hint-line address">{link.origins.join(", ")}</span>}
      </span>
      <span className={isOver ? "chip" : "chip good"}>{endOf(link, undefined, say.share.ends)}</span>
      {!isOver && (
        <button type="button" className="button quiet slim" aria-label={say.share.revokeName(link.name)} onClick={() => setIsRevoking(true)}>
          {say.share.revoke}
        </button>
      )}
      {isRevoking && (
        <Confirm title={say.share.revokeTitle(link.name)} action={say.share.revokeThis} onClose={() => setIsRevoking(false)}
          onConfirm={async () => {
            await send(REVOKE_SHARE_LINK, { id: link.id });
            onChange();
          }}>
          <p>{say.share.revokeAbout}</p>
        </Confirm>
      )}
    </li>
  );
}
