import { say } from "../../language/say";
import { follow } from "../../route";

export function Brand() {
  return (
    <a href="/" className="brand" onClick={follow} aria-label={say.agent.home}>
      <img src="/icon.svg" alt="" width="28" height="28" />
      <span className="brand-name">Coachable</span>
    </a>
  );
}
