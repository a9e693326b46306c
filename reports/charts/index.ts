import type { Result } from "../../sim/result.ts";
import { alerts } from "./alerts.ts";
import { arrivals } from "./arrivals.ts";
import type { Chart } from "./chart.ts";
import { cost } from "./cost.ts";
import { cpuUtilization } from "./cpu-utilization.ts";
import { decisions } from "./decisions.ts";
import { gpuMemory } from "./gpu-memory.ts";
import { gpuMemoryMap } from "./gpu-memory-map.ts";
import { gpuUtilization } from "./gpu-utilization.ts";
import { lanes } from "./lanes.ts";
import { latency } from "./latency.ts";
import type { Layout } from "./layout.ts";
import { overview } from "./overview.ts";
import { queueDepth } from "./queue-depth.ts";
import { replicas } from "./replicas.ts";
import { signals } from "./signals.ts";
import { tradeoff } from "./tradeoff.ts";
import { waitingCompared } from "./waiting-compared.ts";

/** Every chart the result has data for, by where it stands in the page. */
export interface Charts {
  readonly tradeoff: readonly Chart[];
  readonly latency: readonly Chart[];
  readonly cost: readonly Chart[];
  readonly compared: readonly Chart[];
  readonly overview: readonly Chart[];
  /** Of the selected policy, under one time axis. */
  readonly overTime: readonly Chart[];
  /** The same, smaller. */
  readonly signals: readonly Chart[];
}

export function chartsOf(result: Result, layout: Layout): Charts {
  return {
    tradeoff: present([tradeoff(result, layout)]),
    latency: present([
      ...layout.queues.map((queue) => latency(result, layout, "wait", queue)),
      ...layout.queues.map((queue) => latency(result, layout, "sojourn", queue)),
    ]),
    cost: present([cost(result, layout)]),
    compared: result.policies.length < 2 ? [] : present(layout.queues.map((queue) => waitingCompared(layout, queue))),
    ...chartsOverTime(layout),
  };
}

/** Those that show policies over time. */
export function chartsOverTime(layout: Layout): Pick<Charts, "overview" | "overTime" | "signals"> {
  return {
    overview: present([overview(layout)]),
    overTime: present([
      ...layout.queues.flatMap((queue) => [arrivals(layout, queue), queueDepth(layout, queue)]),
      decisions(layout),
      alerts(layout),
      ...layout.groups.flatMap((group) => [replicas(layout, group), lanes(layout, group)]),
      cpuUtilization(layout),
      gpuUtilization(layout),
      gpuMemory(layout),
      gpuMemoryMap(layout),
    ]),
    signals: signals(layout),
  };
}

function present(charts: readonly (Chart | undefined)[]): Chart[] {
  return charts.filter((chart) => chart !== undefined);
}
