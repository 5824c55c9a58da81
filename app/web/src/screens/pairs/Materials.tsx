import { useId, useState, type ChangeEvent } from "react";
import { useQuery } from "urql";
import { send } from "../../api/client";
import { asFailure } from "../../api/failures";
import { Dialog } from "../../components/Dialog";
import { Icon } from "../../components/Icon";
import { textOf } from "../../fileText";
import { count } from "../../words";
import { ADD_MATERIAL, DELETE_MATERIAL, MATERIALS } from "./materials";

interface Props {
  agentId: string;
  onChange: () => void;
  onClose: () => void;
}

/** Help pages and tickets: the customer learns from them, and questions with answers are proposed as pairs. */
export default function Materials({ agentId, onChange, onClose }: Props) {
  const [{ data }, reload] = useQuery({ query: MATERIALS, variables: { agentId }, requestPolicy: "network-only" });
  const [text, setText] = useState("");
  const [name, setName] = useState("");
  const [state, setState] = useState<{ busy: boolean; said: string | null; problem: string | null }>({ busy: false, said: null, problem: null });
  const id = useId();
  const materials = data?.agent.materials.edges.map(({ node }) => node) ?? [];

  async function run(action: () => Promise<string | null>) {
    setState({ busy: true, said: null, problem: null });
    try {
      const said = await action();
      setState({ busy: false, said, problem: null });
      reload({ requestPolicy: "network-only" });
      onChange();
    } catch (error) {
      setState({ busy: false, said: null, problem: asFailure(error).message });
    }
  }

  const add = (called: string, content: string) =>
    run(async () => {
      const { material, proposedCount } = await send(ADD_MATERIAL, { input: { agentId, name: called, text: content } });
      setText("");
      setName("");
      return `Read: ${count(material.questions.length, "question")} of customers, ${count(proposedCount, "pair")} to confirm.`;
    });

  async function read(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    if (file) await add(file.name.slice(0, 200), await textOf(file));
  }

  return (
    <Dialog title="Material" onClose={onClose}>
      <p className="muted">
        Help pages, a FAQ or real tickets (text, Markdown, CSV, JSON lines). Your practice customers ask about what stands
        there; a question with an answer becomes a pair for you to confirm.
      </p>
      {materials.length > 0 && (
        <ul className="stack">
          {materials.map((material) => (
            <li key={material.id} className="row">
              <span className="grow">
                <strong>{material.name}</strong>{" "}
                <span className="muted small">
                  {count(material.questions.length, "question")}, {count(material.proposedCount, "pair")} to confirm
                </span>
              </span>
              <button type="button" className="button quiet slim" aria-label={`Delete ${material.name}`}
                onClick={() => void run(async () => {
                  await send(DELETE_MATERIAL, { materialId: material.id });
                  return `${material.name} is deleted; its pairs stay.`;
                })}>
                <Icon name="bin" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="field">
        <label htmlFor={`${id}-file`}>Add a file</label>
        <input id={`${id}-file`} type="file" className="input" accept=".txt,.md,.csv,.tsv,.json,.jsonl"
          onChange={(event) => void read(event)} />
      </div>
      <div className="field">
        <label htmlFor={`${id}-text`}>Or paste a text</label>
        <textarea id={`${id}-text`} className="input" rows={4} maxLength={1_000_000} value={text}
          onChange={(event) => setText(event.target.value)} />
      </div>
      {text && (
        <div className="field">
          <label htmlFor={`${id}-name`}>What is it called?</label>
          <input id={`${id}-name`} className="input" maxLength={200} value={name} placeholder="Frequent questions"
            onChange={(event) => setName(event.target.value)} />
        </div>
      )}
      {state.problem && <p className="problem" role="alert">{state.problem}</p>}
      <p role="status" className={state.said ? "" : "hidden"}>{state.said}</p>
      <div className="row">
        <button type="button" className="button primary" disabled={state.busy || !text.trim()}
          onClick={() => void add(name.trim() || "Pasted text", text)}>
          {state.busy ? "Reading…" : "Add this text"}
        </button>
        <button type="button" className="button quiet" onClick={onClose}>Close</button>
      </div>
    </Dialog>
  );
}
