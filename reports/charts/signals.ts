import type { Chart } from "./chart.ts";
import type { Layout } from "./layout.ts";
import { panel } from "./panel.ts";

/** A small chart for each gauge the policies were given, as far as it ever changed. */
export function signals(layout: Layout): Chart[] {
  return layout.signals.flatMap((column) => {
    const field = layout.field(column);
    if (field === undefined) return [];
    const [name = "", group] = column
      .split("/")
      .reverse()
      .filter((part) => part !== "signal" && part !== "group");
    const words = known[name] ?? name;
    return [
      {
        id: column.replaceAll("/", "-"),
        title: group === undefined ? words : `${words} of ${group}`,
        legend: [],
        cursor: { kind: "time", values: [{ field, label: words, unit: "" }] },
        spec: panel(layout, {
          data: "bins",
          height: 70,
          layer: [
            {
              mark: {
                type: "line",
                interpolate: "step-after",
                clip: true,
                color: "var(--accent)",
                strokeWidth: 1.3,
              },
              transform: [{ filter: `isValid(datum.${field})` }],
              encoding: {
                y: { field, type: "quantitative", axis: { format: ",.3~r", tickCount: 3 }, scale: { zero: true } },
              },
            },
          ],
        }),
      },
    ];
  });
}

/** Those that the simulator measures, in words; others have the names that the scenario gives them. */
const known: Readonly<Record<string, string>> = {
  cpuUtilization: "CPU utilization",
  gpuUtilization: "GPU utilization",
  vramUtilization: "GPU memory in use, as a share",
  memoryUtilization: "Memory in use, as a share",
  latencyP95: "p95 response",
  errorRatio: "Share of errors",
  throughput: "Throughput",
};
