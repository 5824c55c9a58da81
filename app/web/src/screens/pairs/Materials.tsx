import { useId, useState, type ChangeEvent } from "react";
import { useQuery } from "../../api/useQuery";
import { send } from "../../api/client";
import { asFailure, type Failure } from "../../api/failures";
import { Dialog } from "../../components/Dialog";
import { Icon } from "../../components/Icon";
import { ProblemNote } from "../../components/ProblemNote";
import { base64Of, useFormats } from "../../files";
import { say } from "../../language/say";
import { ADD_MATERIAL, DELETE_MATERIAL, MATERIALS } from "./materials";

interface Props {
  agentId: string;
  onChange: () => void;
  onClose: () => void;
}

/** What was done, and what the server adds to it. */
interface Said {
  text: string;
  notices: readonly string[];
}

interface State {
  busy: boolean;
  said: Said | null;
  problem: Failure | null;
}

/** Help pages and tickets: the customer learns from them, and questions with answers are proposed as pairs. */
export default function Materials({ agentId, onChange, onClose }: Props) {
  const [{ data }, reload] = useQuery({ query: MATERIALS, variables: { agentId }, requestPolicy: "network-only" });
  const [text, setText] = useState("");
  const [name, setName] = useState("");
  const [state, setState] = useState<State>({ busy: false, said: null, problem: null });
  const { accept } = useFormats();
  const id = useId();
  const materials = data?.agent.materials.edges.map(({ node }) => node) ?? [];

  async function run(action: () => Promise<Said>) {
    setState({ busy: true, said: null, problem: null });
    try {
      const said = await action();
      setState({ busy: false, said, problem: null });
      reload({ requestPolicy: "network-only" });
      onChange();
    } catch (error) {
      setState({ busy: false, said: null, problem: asFailure(error) });
    }
  }

  const add = (called: string, content: { text: string } | { base64: string }) =>
    run(async () => {
      const { material, proposedCount, notices } = await send(ADD_MATERIAL, { input: { agentId, name: called, ...content } });
      setText("");
      setName("");
      return { text: say.material.read(material.questions.length, proposedCount), notices: notices.slice(1) };
    });

  async function read(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    if (file) await add(file.name.slice(0, 200), { base64: await base64Of(file) });
  }

  return (
    <Dialog title={say.material.title} onClose={onClose}>
      <p className="muted">{say.material.about}</p>
      {materials.length > 0 && (
        <ul className="stack">
          {materials.map((material) => (
            <li key={material.id} className="row">
              <span className="grow">
                <strong>{material.name}</strong>{" "}
                <span className="muted small">{say.material.holds(material.questions.length, material.proposedCount)}</span>
              </span>
              <button type="button" className="button quiet slim" aria-label={say.material.delete(material.name)}
                onClick={() => void run(async () => {
                  await send(DELETE_MATERIAL, { materialId: material.id });
                  return { text: say.material.deleted(material.name), notices: [] };
                })}>
                <Icon name="bin" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="field">
        <label htmlFor={`${id}-file`}>{say.material.file}</label>
        <input id={`${id}-file`} type="file" className="input" accept={accept}
          onChange={(event) => void read(event)} />
      </div>
      <div className="field">
        <label htmlFor={`${id}-text`}>{say.material.paste}</label>
        <textarea id={`${id}-text`} className="input" rows={4} maxLength={1_000_000} value={text}
          onChange={(event) => setText(event.target.value)} />
      </div>
      {text && (
        <div className="field">
          <label htmlFor={`${id}-name`}>{say.material.name}</label>
          <input id={`${id}-name`} className="input" maxLength={200} value={name} placeholder={say.material.nameExample}
            onChange={(event) => setName(event.target.value)} />
        </div>
      )}
      <ProblemNote of={state.problem} />
      <p role="status" className={state.said ? "" : "hidden"}>
        {state.said?.text} <span lang="en">{state.said?.notices.join(" ")}</span>
      </p>
      <div className="row">
        <button type="button" className="button primary" disabled={state.busy || !text.trim()}
          onClick={() => void add(name.trim() || say.topics.pastedText, { text })}>
          {state.busy ? say.material.reading : say.material.add}
        </button>
        <button type="button" className="button quiet" onClick={onClose}>{say.shared.close}</button>
      </div>
    </Dialog>
  );
}
