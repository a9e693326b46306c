import { z } from "zod";
import type { Result } from "../sim/result.ts";
import { formatBytes } from "./format.ts";

/** What the heading says about the scenario. A saved scenario that is not as expected only says less. */
const facts = z.object({
  horizon: z.number().optional().catch(undefined),
  check: z.object({ period: z.number() }).optional().catch(undefined),
  objective: z.object({ wait: z.number() }).optional().catch(undefined),
  nodes: z
    .array(z.object({ gpus: z.array(z.object({ memory: z.number() })) }))
    .optional()
    .catch(undefined),
});

export interface ScenarioFacts {
  /** Seconds; missing: until all work was done. */
  readonly horizon?: number;
  /** Seconds between two decisions. */
  readonly period?: number;
  /** Seconds of wait that still count as in time. */
  readonly objective?: number;
  /** `2 × 8 GPUs of 40 GiB`. */
  readonly plant?: string;
}

export function scenarioFacts(result: Result): ScenarioFacts {
  const { data } = facts.safeParse(result.scenario);
  return {
    ...(data?.horizon === undefined ? {} : { horizon: data.horizon }),
    ...(data?.check === undefined ? {} : { period: data.check.period }),
    ...(data?.objective === undefined ? {} : { objective: data.objective.wait }),
    ...(data?.nodes === undefined || data.nodes.length === 0
      ? {}
      : { plant: plant(data.nodes.map((node) => node.gpus)) }),
  };
}

function plant(nodes: readonly (readonly { memory: number }[])[]): string {
  const counts = new Map<string, number>();
  for (const gpus of nodes) {
    const memories = [...new Set(gpus.map((gpu) => formatBytes(gpu.memory)))].join("/");
    const kind =
      gpus.length === 0 ? "without GPU" : `${gpus.length} ${gpus.length === 1 ? "GPU" : "GPUs"} of ${memories}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} × ${kind}`).join(", ");
}
