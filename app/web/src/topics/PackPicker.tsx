import { useState } from "react";
import { useQuery } from "../api/useQuery";
import { send } from "../api/client";
import { announce } from "../components/Announcer";
import { Dialog } from "../components/Dialog";
import { ProblemNote } from "../components/ProblemNote";
import { useAttempt } from "../components/useAttempt";
import { say } from "../language/say";
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
  const [state, attempt] = useAttempt();
  const packs = data?.topicPacks ?? [];
  if (packs.length === 0) return null;

  function add(pack: (typeof packs)[number]) {
    void attempt(async () => {
      await send(ADD_PACK, { input: { agentId, pack: pack.id } });
      announce(say.topics.packAdded(pack.name));
      setIsOpen(false);
    });
  }

  return (
    <>
      <button type="button" className="button plain slim" onClick={() => setIsOpen(true)}>{say.topics.packs}</button>
      {isOpen && (
        <Dialog title={say.topics.packsTitle} onClose={() => setIsOpen(false)}>
          <p className="muted">{say.topics.packsAbout}</p>
          <ProblemNote of={state.problem} />
          <ul className="packs">
            {packs.map((pack) => (
              <li key={pack.id}>
                <button type="button" className="button plain pack" disabled={state.busy} title={pack.topics.join(", ")}
                  onClick={() => add(pack)}>
                  <span>{pack.name}</span>
                  <span className="muted small number">{say.topics.packSize(pack.topics.length)}</span>
                </button>
              </li>
            ))}
          </ul>
          <div className="row">
            <button type="button" className="button quiet" onClick={() => setIsOpen(false)}>{say.topics.close}</button>
          </div>
        </Dialog>
      )}
    </>
  );
}
