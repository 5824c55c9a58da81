import { useId, useState, type SubmitEvent } from "react";
import { useQuery } from "../../api/useQuery";
import { OnceShown } from "../../access/OnceShown";
import type { Role } from "../../access/viewer";
import { send } from "../../api/client";
import { say } from "../../language/say";
import { Coded } from "../../components/Coded";
import { Confirm } from "../../components/Confirm";
import { LoadProblem } from "../../components/Problem";
import { ProblemNote } from "../../components/ProblemNote";
import { useAttempt } from "../../components/useAttempt";
import { ago } from "../../words";
import { CREATE_KEY, KEYS, REVOKE_KEY, type ApiKey } from "./documents";
import { RoleSelect } from "./RoleSelect";
import { endOf, hasEnded } from "./words";

/** How long a key is valid, in days; 0: until it is revoked. */
const LASTS = [30, 90, 365, 0] as const;
const DAY_MS = 86_400_000;

/** What programs sign in with. */
export default function Keys() {
  const [{ data, error }, query] = useQuery({ query: KEYS, requestPolicy: "network-only" });
  const reload = () => query({ requestPolicy: "network-only" });
  if (error && !data) return <LoadProblem error={error} retry={reload} />;
  if (!data) return <p className="muted" role="status">{say.shared.loading}</p>;
  const keys = data.apiKeys.edges.map(({ node }) => node);
  return (
    <section className="card stack" aria-labelledby="keys">
      <h2 id="keys">{say.workspace.parts.keys}</h2>
      <p className="muted"><Coded text={say.keys.about} /></p>
      <NewKey onMade={reload} />
      {keys.length > 0 && (
        <ul className="people">
          {keys.map((key) => <KeyRow key={key.id} apiKey={key} onChange={reload} />)}
        </ul>
      )}
    </section>
  );
}

function NewKey({ onMade }: { onMade: () => void }) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("VIEWER");
  const [days, setDays] = useState(90);
  const [state, attempt] = useAttempt();
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);
  const id = useId();

  async function create() {
    const expiresAt = days > 0 ? new Date(Date.now() + days * DAY_MS).toISOString() : null;
    const { secret, apiKey } = await send(CREATE_KEY, { input: { name: name.trim(), role, expiresAt } });
    setMade({ name: apiKey.name, secret });
    setName("");
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
          <label htmlFor={`${id}-name`}>{say.keys.purpose}</label>
          <input id={`${id}-name`} className="input" required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor={`${id}-role`}>{say.keys.role}</label>
          <RoleSelect id={`${id}-role`} value={role} onChange={setRole} />
        </div>
        <div className="field">
          <label htmlFor={`${id}-days`}>{say.keys.validFor}</label>
          <select id={`${id}-days`} className="input" value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {LASTS.map((amount) => <option key={amount} value={amount}>{say.keys.lasts[amount]}</option>)}
          </select>
        </div>
        <button className="button plain" disabled={state.busy || !name.trim()}>{say.keys.make}</button>
      </form>
      <ProblemNote of={state.problem} />
      {made && (
        <OnceShown key={made.secret} label={say.keys.secretOf(made.name)} value={made.secret} onClose={() => setMade(null)}
          hint={say.keys.secretHint} />
      )}
    </>
  );
}

function KeyRow({ apiKey, onChange }: { apiKey: ApiKey; onChange: () => void }) {
  const [isRevoking, setIsRevoking] = useState(false);
  const isOver = hasEnded(apiKey);
  return (
    <li className="row">
      <span className="grow">
        <span className={isOver ? "muted" : ""}>{apiKey.name}</span>
        <span className="hint-line">
          {apiKey.prefix}… · {say.access.roles[apiKey.role]} · {apiKey.lastUsedAt ? say.keys.lastUsed(ago(apiKey.lastUsedAt)) : say.keys.neverUsed}
        </span>
      </span>
      <span className={isOver ? "chip" : "chip good"}>{endOf(apiKey)}</span>
      {!isOver && (
        <button type="button" className="button quiet slim" aria-label={say.keys.revokeName(apiKey.name)} onClick={() => setIsRevoking(true)}>
          {say.keys.revoke}
        </button>
      )}
      {isRevoking && (
        <Confirm title={say.keys.revokeTitle(apiKey.name)} action={say.keys.revokeThis} onClose={() => setIsRevoking(false)}
          onConfirm={async () => {
            await send(REVOKE_KEY, { id: apiKey.id });
            onChange();
          }}>
          <p>{say.keys.revokeAbout}</p>
        </Confirm>
      )}
    </li>
  );
}
