import { say } from "../../language/say";
import { follow, pathTo } from "../../route";
import { readinessSentence } from "../../training/readiness";
import { useReadiness } from "../../training/useReadiness";
import type { AgentFrame } from "../../agent/frame";

/** How the taught answers come out of what is live now, in one sentence; each one's badge stands in Pairs. */
export function Readiness({ agent }: { agent: AgentFrame }) {
  const sentence = readinessSentence([...useReadiness(agent).values()]);
  if (!sentence) return null;
  return (
    <section className="card readiness" aria-labelledby="readiness">
      <h2 id="readiness">{say.training.readiness}</h2>
      <p>{sentence} <a href={pathTo(agent.id, "pairs")} onClick={follow}>{say.training.seeEach}</a></p>
    </section>
  );
}
