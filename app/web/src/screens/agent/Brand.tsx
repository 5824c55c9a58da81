import { follow } from "../../route";

export function Brand() {
  return (
    <a href="/" className="brand" onClick={follow} aria-label="Coachable, all agents">
      <img src="/icon.svg" alt="" width="28" height="28" />
      <span className="brand-name">Coachable</span>
    </a>
  );
}
