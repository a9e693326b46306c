import type { Chart } from "./chart.ts";
import type { Drawable } from "./drawable.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";
import { compact, type Table } from "./table.ts";

/** More rows than this are too thin to read; the node totals stay. */
export const mostDevices = 64;
const mostCells = 3600;

/** One row a GPU, the darker the fuller. */
export function gpuMemoryMap(layout: Layout): Chart | undefined {
  const devices = layout.nodes.flatMap((node) => node.devices);
  if (devices.length === 0 || devices.length > mostDevices) return undefined;
  return {
    id: "gpu-memory-map",
    title: "Memory of each GPU",
    unit: "% of its memory",
    note: "The most in each interval. Empty: not known.",
    legend: [
      { label: "0 %", color: "color-mix(in srgb, var(--accent) 6%, transparent)", shape: "area" },
      { label: "50 %", color: "color-mix(in srgb, var(--accent) 50%, transparent)", shape: "area" },
      { label: "100 %", color: "var(--accent)", shape: "area" },
    ],
    cursor: { kind: "rows", row: "d", values: [{ field: "v", label: "in use", unit: "%" }], nothing: "not known" },
    spec: rows(layout, {
      data: "heat",
      field: "d",
      names: devices.map(({ name }) => name),
      label: `${JSON.stringify(Object.fromEntries(devices.map(({ name, short }) => [name, short])))}[datum.value]`,
      step: devices.length > 24 ? 9 : 14,
      gap: 0.12,
      filter: "isValid(datum.v)",
      color: "var(--accent)",
      encoding: {
        fillOpacity: {
          field: "v",
          type: "quantitative",
          scale: { domain: [0, 100], range: [0.06, 1] },
          legend: null,
        },
      },
    }),
  };
}

/** `d` the GPU, from `t` to `u`, `v` percent of its memory. Where there are too many bins, neighbors are joined, keeping the largest value. */
export function memoryTable(policy: Drawable, layout: Layout): Table {
  const devices = layout.nodes.flatMap((node) => node.devices);
  const { time, binWidth, columns } = policy.detail.series;
  const join = Math.max(1, Math.ceil((time.length * devices.length) / mostCells));
  const t: number[] = [];
  const u: number[] = [];
  const d: string[] = [];
  const v: (number | null)[] = [];
  if (devices.length > mostDevices) return { t, u, d, v };
  for (const { name, memory } of devices) {
    const values = columns[`device/${name}/memory`]?.values ?? [];
    for (let bin = 0; bin < values.length; bin += join) {
      const known = values.slice(bin, bin + join).flatMap((value) => value ?? []);
      const most = known.length === 0 ? null : compact((100 * Math.max(...known)) / memory);
      const until = (time[Math.min(bin + join, values.length) - 1] ?? 0) + binWidth;
      // As long as nothing changes it is one stretch.
      if (d.at(-1) === name && v.at(-1) === most) u[u.length - 1] = until;
      else {
        t.push(time[bin] ?? 0);
        u.push(until);
        d.push(name);
        v.push(most);
      }
    }
  }
  return { t, u, d, v };
}
