import { useId } from "react";
import { toast } from "../components/Toasts";
import { choose, LANGUAGES, say, type Language } from "./say";
import { useLanguage } from "./useLanguage";

/** Each language under its own name: who reads no English finds it all the same. */
export function LanguageChoice() {
  const id = useId();
  const language = useLanguage();

  async function change(to: Language) {
    try {
      await choose(to);
    } catch {
      toast({ id: "language", text: say.shared.languageNotLoaded });
    }
  }

  return (
    <span className="language-choice">
      <label className="hidden" htmlFor={id}>{say.shared.language}</label>
      <select id={id} className="input slim" value={language} onChange={(event) => void change(event.target.value as Language)}>
        {Object.entries(LANGUAGES).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
      </select>
    </span>
  );
}
