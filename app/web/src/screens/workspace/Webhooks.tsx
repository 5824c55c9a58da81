import { useId, useState, type SubmitEvent } from "react";
import { OnceShown } from "../../access/OnceShown";
import { send } from "../../api/client";
import { useQuery } from "../../api/useQuery";
import { Confirm } from "../../components/Confirm";
import { LoadProblem } from "../../components/Problem";
import { ProblemNote } from "../../components/ProblemNote";
import { useAttempt } from "../../components/useAttempt";
import { say } from "../../language/say";
import { ago, keysOf } from "../../words";
import {
  CREATE_WEBHOOK, DELETE_WEBHOOK, ROTATE_SECRET, SEND_TEST, SWITCH_WEBHOOK, WEBHOOKS, type Delivery, type Kind, type Webhook,
} from "./webhookDocuments";

const ALL: readonly Kind[] = keysOf(say.webhooks.kinds).filter((kind) => kind !== "WEBHOOK_TEST");
/** A worker tries at once; most addresses answer by then. */
const ANSWERS_WITHIN_MS = 1_500;

/** Addresses of other programs that are told what happens. */
export default function Webhooks() {
  const [{ data, error }, query] = useQuery({ query: WEBHOOKS, requestPolicy: "network-only" });
  const reload = () => query({ requestPolicy: "network-only" });
  if (error && !data) return <LoadProblem error={error} retry={reload} />;
  if (!data) return <p className="muted" role="status">{say.shared.loading}</p>;
  return (
    <section className="card stack" aria-labelledby="webhooks">
      <h2 id="webhooks">{say.workspace.parts.webhooks}</h2>
      <p className="muted">
        {say.webhooks.about} {say.webhooks.signedAs} <a href="https://www.standardwebhooks.com">Standard Webhooks</a>{" "}
        {say.webhooks.signedAsEnd}
      </p>
      <NewWebhook onMade={reload} />
      {data.webhooks.edges.length > 0 && (
        <ul className="people">
          {data.webhooks.edges.map(({ node }) => <WebhookRow key={node.id} webhook={node} onChange={reload} />)}
        </ul>
      )}
    </section>
  );
}

function NewWebhook({ onMade }: { onMade: () => void }) {
  const [url, setUrl] = useState("");
  const [kinds, setKinds] = useState<readonly Kind[]>(ALL);
  const [state, attempt] = useAttempt();
  const [made, setMade] = useState<{ url: string; secret: string } | null>(null);
  const id = useId();

  async function create() {
    const { secret, webhook } = await send(CREATE_WEBHOOK, { input: { url: url.trim(), kinds: [...kinds] } });
    setMade({ url: webhook.url, secret });
    setUrl("");
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
            <label htmlFor={id}>{say.webhooks.address}</label>
            <input id={id} className="input" type="url" required maxLength={2000} placeholder="https://hooks.example.com/coachable" value={url}
              onChange={(event) => setUrl(event.target.value)} />
          </div>
          <button className="button plain" disabled={state.busy || !url.trim() || kinds.length === 0}>{say.webhooks.add}</button>
        </div>
        <fieldset className="kinds">
          <legend>{say.webhooks.hears}</legend>
          {ALL.map((kind) => (
            <label key={kind} className="row">
              <input type="checkbox" checked={kinds.includes(kind)}
                onChange={() => setKinds(kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind])} />
              {say.webhooks.kinds[kind]}
            </label>
          ))}
        </fieldset>
      </form>
      <ProblemNote of={state.problem} />
      {made && (
        <OnceShown key={made.secret} label={say.webhooks.secretOf(made.url)} value={made.secret} onClose={() => setMade(null)}
          hint={say.webhooks.secretHint} />
      )}
    </>
  );
}

function WebhookRow({ webhook, onChange }: { webhook: Webhook; onChange: () => void }) {
  const [state, attempt] = useAttempt();
  const [asks, setAsks] = useState<"delete" | "rotate" | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const { id: webhookId, url, isOn, offReason } = webhook;

  async function test() {
    await send(SEND_TEST, { webhookId });
    await new Promise((then) => setTimeout(then, ANSWERS_WITHIN_MS));
    onChange();
  }

  async function toggle() {
    await send(SWITCH_WEBHOOK, { input: { webhookId, isOn: !isOn } });
    onChange();
  }

  async function rotate() {
    setSecret((await send(ROTATE_SECRET, { webhookId })).secret);
    onChange();
  }

  return (
    <li className="stack">
      <div className="row">
        <span className="grow">
          <span className={isOn ? "address" : "address muted"}>{url}</span>
          <span className="hint-line">{webhook.kinds.map((kind) => say.webhooks.kinds[kind]).join(" · ")}</span>
        </span>
        <span className={isOn ? "chip good" : "chip"}>{isOn ? say.webhooks.on : say.webhooks.off}</span>
      </div>
      {offReason && <p className="problem" lang="en">{offReason}</p>}
      {isOn && webhook.failingSince && <p className="problem">{say.webhooks.nothingSince(ago(webhook.failingSince))}</p>}
      <Deliveries of={url} deliveries={webhook.deliveries.edges.map(({ node }) => node)} />
      <div className="row">
        <button type="button" className="button quiet slim" aria-label={say.webhooks.testTo(url)} disabled={state.busy || !isOn}
          onClick={() => void attempt(test)}>
          {say.webhooks.test}
        </button>
        <button type="button" className="button quiet slim" disabled={state.busy}
          aria-label={isOn ? say.webhooks.switchOffUrl(url) : say.webhooks.switchOnUrl(url)} onClick={() => void attempt(toggle)}>
          {isOn ? say.webhooks.switchOff : say.webhooks.switchOn}
        </button>
        <button type="button" className="button quiet slim" aria-label={say.webhooks.newSecretFor(url)} onClick={() => setAsks("rotate")}>
          {say.webhooks.newSecret}
        </button>
        <button type="button" className="button quiet slim" aria-label={say.webhooks.deleteUrl(url)} onClick={() => setAsks("delete")}>
          {say.webhooks.delete}
        </button>
      </div>
      <ProblemNote of={state.problem} />
      {secret && (
        <OnceShown key={secret} label={say.webhooks.newSecretOf(url)} value={secret} onClose={() => setSecret(null)} hint={say.webhooks.secretHint} />
      )}
      {asks === "rotate" && (
        <Confirm title={say.webhooks.newSecretTitle} action={say.webhooks.makeNewSecret} onClose={() => setAsks(null)} onConfirm={rotate}>
          <p>{say.webhooks.newSecretAbout}</p>
        </Confirm>
      )}
      {asks === "delete" && (
        <Confirm title={say.webhooks.deleteTitle} action={say.webhooks.deleteThis} onClose={() => setAsks(null)}
          onConfirm={async () => {
            await send(DELETE_WEBHOOK, { webhookId });
            onChange();
          }}>
          <p>{say.webhooks.deleteAbout(url)}</p>
        </Confirm>
      )}
    </li>
  );
}

function Deliveries({ of, deliveries }: { of: string; deliveries: Delivery[] }) {
  if (deliveries.length === 0) return null;
  return (
    <ul className="small muted" aria-label={say.webhooks.lastMessages(of)}>
      {deliveries.map((one) => (
        <li key={one.id}>{say.webhooks.kinds[one.kind]}, {ago(one.createdAt)}: <Outcome of={one} /></li>
      ))}
    </ul>
  );
}

function Outcome({ of: { status, tries, problem } }: { of: Delivery }) {
  if (status === "DELIVERED") return say.webhooks.delivered;
  return (
    <>
      {problem === null ? say.webhooks.onItsWay : <span lang="en">{problem}</span>}
      {status === "WAITING" && tries > 0 && ` ${say.webhooks.triedAgain}`}
    </>
  );
}
