import { say } from "../../language/say";
import type { LoadedRun } from "../../training/events";

const WIDTH = 96;
const HEIGHT = 32;

/** The held-out loss in small, or the training loss where none was measured. */
export function Sparkline({ curve }: { curve: LoadedRun["curve"] }) {
  const held = curve.filter(({ holdoutLoss }) => holdoutLoss !== null);
  const chosen = held.length > 1 ? held.map(({ step, holdoutLoss }) => [step, holdoutLoss]) : curve.map(({ step, loss }) => [step, loss]);
  const points = chosen.filter((point): point is [number, number] => point[1] !== null);
  if (points.length < 2) return <svg className="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" />;
  const steps = points.map(([step]) => step);
  const losses = points.map(([, loss]) => loss);
  const [left, right, low, high] = [Math.min(...steps), Math.max(...steps), Math.min(...losses), Math.max(...losses)];
  const line = points
    .map(([step, loss]) => {
      const x = 3 + ((step - left) / (right - left || 1)) * (WIDTH - 6);
      const y = 3 + ((high - loss) / (high - low || 1)) * (HEIGHT - 6);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
  const words = say.training.lossFrom(losses[0]?.toFixed(2) ?? "", losses.at(-1)?.toFixed(2) ?? "");
  return (
    <svg className="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words}>
      <polyline points={line} />
    </svg>
  );
}
