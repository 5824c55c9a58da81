import { useEffect, useRef } from "react";
import { REASONS, type SkipReason } from "../../coach/reasons";
import { say } from "../../language/say";
import { keysOf } from "../../words";

/** What makes it no question of a customer; the next ones are chosen by it. */
export function SkipReasons({ onSkip, onClose }: { onSkip: (reason: SkipReason) => void; onClose: () => void }) {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <div className="row skip-reasons" role="group" aria-label={say.coach.unrealAs}
      onKeyDown={(event) => event.key === "Escape" && onClose()}>
      {keysOf(REASONS).map((reason, index) => (
        <button key={reason} ref={index === 0 ? first : null} type="button" className="button plain slim"
          onClick={() => onSkip(reason)}>
          {say.coach.reasons[reason]}
        </button>
      ))}
    </div>
  );
}
