import type uPlot from "uplot";
import { say } from "../../language/say";
import { axisOf, colourOf, usePlot } from "./plot";
import type { Share } from "./RewrittenWords";

/** Share of rewritten words for each version or week; it falls while the agent learns. */
export default function RewrittenChart({ shares }: { shares: Share[] }) {
  const place = usePlot<HTMLDivElement>(columns(shares), (element) => options(element, shares));
  const words = shares.map(({ label, share, pairs }) => say.training.ofDrafts(label, Math.round(share * 100), pairs)).join("; ");
  return <div ref={place} role="img" className="chart-place" aria-label={say.training.rewrittenWords(words)} />;
}

function columns(shares: Share[]): uPlot.AlignedData {
  return [shares.map((_, at) => at), shares.map(({ share }) => share * 100)];
}

function options(element: HTMLElement, shares: Share[]): Partial<uPlot.Options> {
  const axis = axisOf(element);
  const labels = (_: uPlot, at: number[]) => at.map((place) => shares[place]?.label ?? "");
  const accent = colourOf(element, "--accent");
  return {
    scales: { x: { time: false, range: [-0.5, shares.length - 0.5] }, y: { range: [0, 100] } },
    axes: [{ ...axis, incrs: [1, 2, 5, 10], values: labels }, { ...axis, size: 52, values: (_, at) => at.map((share) => `${share} %`) }],
    series: [{}, { stroke: accent, width: 2.5, points: { show: true, size: 7, fill: accent } }],
  };
}
