import { z } from "zod";
import { bind, type Json, type Observation } from "../../../policies/index.ts";
import type { Comparison, Vector } from "../family.ts";

const watch = z.strictObject({
  alert: z.string(),
  op: z.enum([">", "<"]),
  threshold: z.number(),
  forSec: z.number(),
  series: z.array(z.tuple([z.number(), z.number().nullable()])),
  expected: z.array(z.enum(["inactive", "pending", "firing"])),
});
type Watch = z.output<typeof watch>;

/** The state of each alert over its series; what it watches is told by its name. */
export function checkAlerts(vector: Vector): Comparison {
  const cases = z.array(watch).min(1).parse(vector.cases);
  return { expected: cases, actual: cases.map((each) => ({ ...each, expected: states(each) })) };
}

function states({ alert, op, threshold, forSec, series }: Watch): Watch["expected"] {
  const source = sourceOf(alert);
  const bound: Json = {
    metric: source.metric,
    service: source.service ?? null,
    [op === ">" ? "above" : "below"]: threshold,
    for: forSec,
  };
  const policy = bind("service-rules", { services: { service: {} }, alerts: { [alert]: bound } });
  let memory = policy.begin();
  return series.map(([time, value]) => {
    const outcome = policy.decide(
      { ...nothing, time, ...(value === null ? source.missing : source.shows(value)) },
      memory,
    );
    memory = outcome.memory;
    const told = outcome.decisions.find(({ subject }) => subject.startsWith(alert));
    return (told?.because[0].code.slice("alert-".length) ?? "inactive") as Watch["expected"][number];
  });
}

const nothing: Observation = { time: 0, queues: {}, groups: {}, nodes: {}, devices: {}, caches: {}, signals: {} };

interface Source {
  readonly metric: string;
  readonly service?: string;
  readonly missing: Partial<Observation>;
  shows(value: number): Partial<Observation>;
}

function sourceOf(alert: string): Source {
  if (/vram|gpu/i.test(alert)) {
    const gpu = { node: "node", index: 0, memoryTotal: 1 };
    return {
      metric: "freeGpuMemory",
      missing: { devices: { gpu } },
      shows: (free) => ({ devices: { gpu: { ...gpu, memoryFree: free } } }),
    };
  }
  if (/cache/i.test(alert)) {
    const cache = { timeToLive: 300 };
    return {
      metric: "hitRatio",
      missing: { caches: { cache } },
      shows: (ratio) => ({ caches: { cache: { ...cache, hits: ratio, lookups: 1 } } }),
    };
  }
  const group = { serves: ["work"], minimum: 0, desired: 1, replicas: [], signals: {} };
  if (/queue/i.test(alert)) {
    const groups = { service: group };
    return {
      metric: "queue",
      service: "service",
      missing: { groups, queues: { work: {} } },
      shows: (waiting) => ({ groups, queues: { work: { waiting } } }),
    };
  }
  if (!/cpu/i.test(alert)) throw new Error(`nobody knows what the alert "${alert}" watches`);
  return {
    metric: "cpuUtilization",
    service: "service",
    missing: { groups: { service: group } },
    shows: (cpuUtilization) => ({ groups: { service: { ...group, signals: { cpuUtilization } } } }),
  };
}
