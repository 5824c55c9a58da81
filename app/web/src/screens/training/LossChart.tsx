import type uPlot from "uplot";
import { say } from "../../language/say";
import type { LoadedRun } from "../../training/events";
import { axisOf, colourOf, usePlot } from "./plot";

type Curve = LoadedRun["curve"];
/** Distances of the marks below: whole steps only. */
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** Loss by step: of the pairs it trains on, and of the held-out ones that it never sees. */
export function LossChart({ curve }: { curve: Curve }) {
  const place = usePlot<HTMLDivElement>(columns(curve), options);
  const last = curve.findLast(({ loss }) => loss !== null);
  const held = curve.findLast(({ holdoutLoss }) => holdoutLoss !== null);
  const words = last ? say.training.lossAt(last.loss?.toFixed(2) ?? "", last.step) : say.training.noStep;
  return (
    <figure className="chart">
      <figcaption className="row small">
        <span className="key train">{say.training.trainingAnswers}</span>
        <span className="key held">{say.training.heldOutAnswers}</span>
        <span className="muted">{say.training.lowerIsBetter}</span>
      </figcaption>
      <div ref={place} role="img" className="chart-place"
        aria-label={`${words}${held ? say.training.heldOutAt(held.holdoutLoss?.toFixed(2) ?? "", held.step) : ""}`} />
    </figure>
  );
}

function columns(curve: Curve): uPlot.AlignedData {
  return [curve.map(({ step }) => step), curve.map(({ loss }) => loss), curve.map(({ holdoutLoss }) => holdoutLoss)];
}

function options(element: HTMLElement): Partial<uPlot.Options> {
  const axis = axisOf(element);
  const accent = colourOf(element, "--accent");
  return {
    scales: { x: { time: false } },
    axes: [{ ...axis, incrs: STEPS }, { ...axis, size: 44 }],
    series: [
      {},
      { stroke: colourOf(element, "--muted"), width: 1.5, points: { show: false } },
      { stroke: accent, width: 2.5, spanGaps: true, points: { show: true, size: 6, fill: accent } },
    ],
  };
}
