import { memo } from "react";
import { Ring } from "../../components/Ring";
import type { AgentFrame } from "../../agent/frame";
import { say } from "../../language/say";
import { follow, pathTo } from "../../route";

interface Props {
  agent: AgentFrame;
  pairCount: number;
  targetPairs: number;
}

/** How far it is to the next training, and to the goal of this conversation. */
export const ProgressCard = memo(function ProgressCard({ agent, pairCount, targetPairs }: Props) {
  const { next, pairThreshold, enabled } = agent.autoTraining;
  const left = next.pairsLeft;
  const share = enabled && left !== null ? 1 - left / Math.max(1, pairThreshold) : pairCount / Math.max(1, targetPairs);
  return (
    <aside className="progress" aria-label={say.coach.progress}>
      <Ring share={share}>{left ?? pairCount}<small className="ring-unit">{left === null ? say.coach.savedUnit : say.coach.toGo}</small></Ring>
      <div className="progress-words">
        <p className="progress-next" lang="en">{next.sentence}</p>
        {targetPairs > 0 && (
          <p className="muted small number">{say.coach.pairsHere(pairCount, targetPairs)}</p>
        )}
      </div>
      <a className="small progress-link" href={pathTo(agent.id, "settings")} onClick={follow}>{say.coach.changeWhen}</a>
    </aside>
  );
});
