import { useEffect, useRef } from "react";

const REASONS = ["Not our topic", "Duplicate", "Too hard"];

export function SkipReasons({ onSkip, onClose }: { onSkip: (reason: string) => void; onClose: () => void }) {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <div className="row skip-reasons" role="group" aria-label="Skip, because it is"
      onKeyDown={(event) => event.key === "Escape" && onClose()}>
      <span className="muted small" aria-hidden="true">Skip, because it is</span>
      {REASONS.map((reason, index) => (
        <button key={reason} ref={index === 0 ? first : null} type="button" className="button plain slim"
          onClick={() => onSkip(reason)}>
          {reason}
        </button>
      ))}
    </div>
  );
}
