import "./ring.css";

const RADIUS = 15;
const LENGTH = 2 * Math.PI * RADIUS;

/** A circle that fills; `share` is 0 to 1. The text beside it says the same. */
export function Ring({ share, children }: { share: number; children?: React.ReactNode }) {
  const filled = LENGTH * Math.min(1, Math.max(0, share));
  return (
    <span className="ring" aria-hidden="true">
      <svg viewBox="0 0 36 36">
        <circle cx="18" cy="18" r={RADIUS} className="ring-track" />
        {filled > 0 && <circle cx="18" cy="18" r={RADIUS} className="ring-fill" strokeDasharray={`${filled} ${LENGTH}`} />}
      </svg>
      <span>{children}</span>
    </span>
  );
}
