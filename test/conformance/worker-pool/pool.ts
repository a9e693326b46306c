import { z } from "zod";
import { bind, type Json, type Observation, type Replica } from "../../../policies/index.ts";
import type { Comparison, Vector } from "../family.ts";

const config = z.strictObject({
  min_workers: z.int().default(1),
  max_workers: z.int().default(10),
  scale_up_threshold: z.number().default(0.8),
  scale_down_threshold: z.number().default(0.2),
  cooldown_period: z.number().default(300),
  metrics_window: z.number().default(300),
  utilization_mode: z.enum(["latest", "window-mean"]).default("latest"),
});
const observation = z.strictObject({
  t: z.number(),
  workers: z.int(),
  available: z.int(),
  pending: z.int(),
  stale: z.int().default(0),
  cloud: z.literal("error").optional(),
  concurrent_evaluations: z.int().default(1),
  cloud_latency_ms: z.number().optional(),
});
type Shown = z.output<typeof observation>;
const expected = z.array(
  z.strictObject({ t: z.number(), action: z.string(), from: z.int(), to: z.int(), requests: z.int().optional() }),
);

/** Checks one after the other. What the owner works towards is what was asked for last without an error. */
export function checkPool(vector: Vector): Comparison {
  const given = config.parse(vector.config);
  const policy = bind("utilization", {
    minimum: given.min_workers,
    maximum: given.max_workers,
    scaleUpThreshold: given.scale_up_threshold,
    scaleDownThreshold: given.scale_down_threshold,
    cooldown: given.cooldown_period,
    metricsWindow: given.metrics_window,
    utilizationMode: given.utilization_mode,
  });
  const wanted = expected.parse(vector.expected);
  let memory: Json = policy.begin();
  let desired: number | undefined;
  const actual = z
    .array(observation)
    .parse(vector.observations)
    .map((shown, index) => {
      const seen = observed(shown, desired ?? shown.workers);
      const targets: number[] = [];
      // None of them has an effect before the last has been decided.
      for (let evaluation = 0; evaluation < shown.concurrent_evaluations; evaluation++) {
        const outcome = policy.decide(seen, memory);
        memory = outcome.memory;
        for (const { action } of outcome.decisions) if (action?.kind === "scale") targets.push(action.desired);
      }
      const [target] = targets;
      if (target !== undefined && shown.cloud !== "error") desired = target;
      else desired ??= shown.workers;
      const told = tell(shown, target);
      return wanted[index]?.requests === undefined ? told : { ...told, requests: targets.length };
    });
  return { expected: wanted, actual };
}

function tell({ t, workers }: Shown, target = workers) {
  return { t, action: target > workers ? "up" : target < workers ? "down" : "hold", from: workers, to: target };
}

function observed({ t, workers, available, stale, pending }: Shown, desired: number): Observation {
  const replicas = Array.from({ length: workers }, (_, index): Replica => {
    const id = `worker-${index}`;
    if (index < stale) return { id };
    return { id, phase: "ready", inService: index < stale + available ? 0 : 1 };
  });
  return {
    time: t,
    queues: { tasks: { waiting: pending } },
    groups: { pool: { serves: ["tasks"], minimum: 0, desired, replicas, signals: {} } },
    nodes: {},
    devices: {},
    caches: {},
    signals: {},
  };
}
