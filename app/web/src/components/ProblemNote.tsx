import type { Failure } from "../api/failures";
import { say } from "../language/say";

interface Props {
  of: Failure | null;
  /** Its part that is said here, where the rest stands beside the fields of a form. */
  text?: string | null | undefined;
  retry?: () => void;
  id?: string;
  className?: string;
}

/** Why something failed; what the server says about it is marked as English, so that it is read aloud as such. */
export function ProblemNote({ of, text, retry, id, className = "" }: Props) {
  if (!of || text === null) return null;
  const words = text ?? of.message;
  if (!retry) return <p id={id} className={`problem ${className}`} role="alert" lang={of.lang}>{words}</p>;
  return (
    <div className="problem row" role="alert">
      <span className="grow" lang={of.lang}>{words}</span>
      <button type="button" className="button plain slim" onClick={retry}>{say.shared.tryAgain}</button>
    </div>
  );
}
