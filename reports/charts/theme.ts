import type { Config } from "vega-lite";

/** `axisWidth`: where every plot begins, so that charts under each other share their time axis. Colors are the page's custom properties: the drawings follow light, dark and print without being drawn again. */
export function theme(axisWidth: number): Config {
  return {
    font: "system-ui, sans-serif",
    background: "transparent",
    padding: { left: 0, right: 12, top: 6, bottom: 2 },
    view: { stroke: null },
    axis: {
      labelColor: "var(--muted)",
      labelFontSize: 11,
      titleColor: "var(--muted)",
      gridColor: "var(--grid)",
      domainColor: "var(--axis)",
      tickColor: "var(--axis)",
      tickSize: 4,
    },
    axisX: { grid: false, labelPadding: 3 },
    axisY: {
      domain: false,
      ticks: false,
      minExtent: axisWidth,
      maxExtent: axisWidth,
      // A longer name would move the plot out of line with the others.
      labelLimit: axisWidth - 8,
      labelPadding: 8,
      title: null,
      tickCount: 4,
    },
    line: { strokeWidth: 1.6, strokeCap: "round", strokeJoin: "round" },
  };
}
