import { useState } from "react";
import { send } from "../api/client";
import { asFailure } from "../api/failures";
import { SET_LANGUAGE } from "./documents";
import { languages } from "./words";

interface Props {
  agentId: string;
  language: string;
}

/** The language of the customers; another one is saved at once, and the description read anew. */
export function LanguageSelect({ agentId, language }: Props) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function choose(code: string) {
    setChosen(code);
    setProblem(null);
    try {
      await send(SET_LANGUAGE, { input: { agentId, language: code } });
    } catch (error) {
      setProblem(asFailure(error).message);
    } finally {
      setChosen(null);
    }
  }

  return (
    <>
      <label className="row">
        Your customers write in
        <select className="input" value={chosen ?? language} aria-busy={chosen !== null}
          onChange={(event) => void choose(event.target.value)}>
          {languages(language).map(([code, name]) => <option key={code} value={code}>{name}</option>)}
        </select>
      </label>
      {problem && <p className="problem" role="alert">{problem}</p>}
    </>
  );
}
