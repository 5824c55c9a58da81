import { useState } from "react";
import { useQuery } from "urql";
import { send } from "../api/client";
import { asFailure } from "../api/failures";
import { announce } from "../components/Announcer";
import { Dialog } from "../components/Dialog";
import { count } from "../words";
import { ADD_PACK, PACKS } from "./documents";
import "./topics.css";

interface Props {
  agentId: string;
  language: string;
}

/** A button that lists ready-made topics; nothing where there are none in the agent's language. */
export function PackPicker({ agentId, language }: Props) {
  const [{ data }] = useQuery({ query: PACKS, variables: { language } });
  const [isOpen, setIsOpen] = useState(false);
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  const packs = data?.topicPacks ?? [];
  if (packs.length === 0) return null;

  async function add(pack: (typeof packs)[number]) {
    setState({ busy: true, problem: null });
    try {
      await send(ADD_PACK, { input: { agentId, pack: pack.id } });
      announce(`Added: ${pack.name}.`);
      setState({ busy: false, problem: null });
      setIsOpen(false);
    } catch (error) {
      setState({ busy: false, problem: asFailure(error).message });
    }
  }

  return (
    <>
      <button type="button" className="button plain slim" onClick={() => setIsOpen(true)}>Add topics of a trade</button>
      {isOpen && (
        <Dialog title="Topics of a trade" onClose={() => setIsOpen(false)}>
          <p className="muted">What customers of such a business usually ask about. You can switch off what doesn't fit.</p>
          {state.problem && <p className="problem" role="alert">{state.problem}</p>}
          <ul className="packs">
            {packs.map((pack) => (
              <li key={pack.id}>
                <button type="button" className="button plain pack" disabled={state.busy} title={pack.topics.join(", ")}
                  onClick={() => void add(pack)}>
                  <span>{pack.name}</span>
                  <span className="muted small number">{count(pack.topics.length, "topic")}</span>
                </button>
              </li>
            ))}
          </ul>
          <div className="row">
            <button type="button" className="button quiet" onClick={() => setIsOpen(false)}>Close</button>
          </div>
        </Dialog>
      )}
    </>
  );
}
