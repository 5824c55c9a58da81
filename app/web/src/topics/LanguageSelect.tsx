import { useState } from "react";
import { say } from "../language/say";
import { send } from "../api/client";
import { ProblemNote } from "../components/ProblemNote";
import { useAttempt } from "../components/useAttempt";
import { SET_LANGUAGE } from "./documents";
import { languages } from "./words";

interface Props {
  agentId: string;
  language: string;
}

/** The language of the customers; another one is saved at once, and the description read anew. */
export function LanguageSelect({ agentId, language }: Props) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [{ problem }, attempt] = useAttempt();

  async function choose(code: string) {
    setChosen(code);
    await attempt(() => send(SET_LANGUAGE, { input: { agentId, language: code } }));
    setChosen(null);
  }

  return (
    <>
      <label className="row">
        {say.topics.writeIn}
        <select className="input" value={chosen ?? language} aria-busy={chosen !== null}
          onChange={(event) => void choose(event.target.value)}>
          {languages(language).map(([code, name]) => <option key={code} value={code}>{name}</option>)}
        </select>
      </label>
      <ProblemNote of={problem} />
    </>
  );
}
