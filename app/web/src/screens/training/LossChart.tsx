import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { LoadedRun } from "../../training/events";

type Curve = LoadedRun["curve"];
const HEIGHT_PX = 220;
/** Distances of the marks below: whole steps only. */
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** Loss by step: of the pairs it trains on, and of the held-out ones that it never sees. */
export function LossChart({ curve }: { curve: Curve }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const newest = useRef(curve);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const colours = matchMedia("(prefers-color-scheme: dark)");
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(options(element), columns(newest.current), element);
    };
    const sizes = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    draw();
    sizes.observe(element);
    colours.addEventListener("change", draw);
    return () => {
      sizes.disconnect();
      colours.removeEventListener("change", draw);
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);

  useEffect(() => {
    newest.current = curve;
    plot.current?.setData(columns(curve));
  }, [curve]);

  const last = curve.findLast(({ loss }) => loss !== null);
  const held = curve.findLast(({ holdoutLoss }) => holdoutLoss !== null);
  const words = last ? `Loss ${last.loss?.toFixed(2)} at step ${last.step}` : "No step yet";
  return (
    <figure className="chart">
      <figcaption className="row small">
        <span className="key train">Training answers</span>
        <span className="key held">Held-out answers</span>
        <span className="muted">lower is better</span>
      </figcaption>
      <div ref={place} role="img" className="chart-place"
        aria-label={`${words}${held ? `; held-out ${held.holdoutLoss?.toFixed(2)} at step ${held.step}` : ""}`} />
    </figure>
  );
}

function columns(curve: Curve): uPlot.AlignedData {
  return [curve.map(({ step }) => step), curve.map(({ loss }) => loss), curve.map(({ holdoutLoss }) => holdoutLoss)];
}

function options(element: HTMLElement): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis: uPlot.Axis = {
    stroke: colour("--muted"),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false } },
    axes: [{ ...axis, incrs: STEPS }, { ...axis, size: 44 }],
    series: [
      {},
      { stroke: colour("--muted"), width: 1.5, points: { show: false } },
      { stroke: colour("--accent"), width: 2.5, spanGaps: true, points: { show: true, size: 6, fill: colour("--accent") } },
    ],
  };
}
