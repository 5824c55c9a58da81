import { useEffect, useRef, type RefObject } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

const HEIGHT_PX = 220;

/** Draws into the element of the returned reference; follows its width, the theme and the data. */
export function usePlot<Place extends HTMLElement>(
  data: uPlot.AlignedData,
  options: (element: HTMLElement) => Partial<uPlot.Options>,
): RefObject<Place | null> {
  const place = useRef<Place>(null);
  const plot = useRef<uPlot | null>(null);
  const newest = useRef({ data, options });

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const colours = matchMedia("(prefers-color-scheme: dark)");
    const draw = () => {
      plot.current?.destroy();
      const size = { width: element.clientWidth, height: HEIGHT_PX };
      const chosen = { ...size, legend: { show: false }, cursor: { show: false }, series: [], ...newest.current.options(element) };
      plot.current = new uPlot(chosen, newest.current.data, element);
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
    newest.current = { data, options };
    plot.current?.setData(data);
  });
  return place;
}

export function colourOf(element: HTMLElement, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

export function axisOf(element: HTMLElement): uPlot.Axis {
  return {
    stroke: colourOf(element, "--muted"),
    font: `12px ${getComputedStyle(element).fontFamily}`,
    grid: { stroke: colourOf(element, "--line"), width: 1 },
    ticks: { show: false },
  };
}
