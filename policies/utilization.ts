import { z } from "zod";
import { define } from "./entry.ts";
import { ordered } from "./ordered.ts";
import type { Decision, Group, Json, Observation, Outcome, Policy, Reason, Seconds } from "./policy.ts";
import { lookAt, type Pool, whoLeaves } from "./utilization/pool.ts";

const parameters = z
  .strictObject({
    minimum: z.int().nonnegative().default(1).describe("Fewest workers of each group. Seed: min_workers."),
    maximum: z.int().nonnegative().default(10).describe("Most workers of each group. Seed: max_workers."),
    scaleUpThreshold: z
      .number()
      .min(0)
      .max(1)
      .default(0.8)
      .describe("Utilization that must be exceeded to grow, fraction of 1. Seed: scale_up_threshold.")
      .meta({ search: [0.5, 0.95] }),
    scaleDownThreshold: z
      .number()
      .min(0)
      .max(1)
      .default(0.2)
      .describe("Utilization that must be undercut to shrink, fraction of 1. Seed: scale_down_threshold.")
      .meta({ search: [0.05, 0.5] }),
    cooldown: z
      .number()
      .nonnegative()
      .default(300)
      .describe(
        "Seconds after an operation that succeeded before the next, in either direction. Seed: cooldown_period.",
      ),
    metricsWindow: z
      .number()
      .positive()
      .default(300)
      .describe("Seconds a sample of utilization counts in the mode window-mean. Seed: metrics_window."),
    utilizationMode: z
      .enum(["latest", "window-mean"])
      .default("latest")
      .describe("What is compared with the thresholds: the latest utilization, or its mean over the window."),
    growth: z
      .number()
      .positive()
      .default(0.5)
      .describe("Step up, as a fraction of the registered workers; at least one."),
    shrinkage: z
      .number()
      .positive()
      .max(1)
      .default(0.25)
      .describe("Step down, as a fraction of the registered workers; at least one."),
    silentWorkers: z
      .enum(["left-out", "busy"])
      .default("left-out")
      .describe("Workers of which nobody knows whether they are busy: published code takes them for busy."),
    belowMinimum: z
      .enum(["raised", "left"])
      .default("raised")
      .describe(
        "What becomes of fewer workers than the least, and of none while work waits: raised at once, or left as in published code.",
      ),
    operationTimeout: z
      .number()
      .nonnegative()
      .default(0)
      .describe("Seconds an operation may be under way, blocking the next, before it counts as failed.")
      .meta({ search: [0, 600] }),
  })
  .superRefine(ordered("scaleDownThreshold", "scaleUpThreshold"))
  .superRefine(ordered("minimum", "maximum", { orEqual: true }));
type Parameters = z.output<typeof parameters>;

/** What lasts between two checks of a group. */
export type PoolMemory = {
  /** When the last operation that succeeded was asked for. */
  readonly last: Seconds | null;
  /** An operation of which nobody knows yet whether it succeeds. */
  readonly asked: { readonly desired: number; readonly time: Seconds } | null;
  /** Times and utilizations over the window; only kept where their mean is judged. */
  readonly samples: readonly (readonly [Seconds, number])[];
};
type Memory = { readonly [group: string]: PoolMemory };

/**
 * The auto-scaler of a worker pool. Its targets are absolute and start from the workers that have registered, so while some have
 * not it asks for the same again. That an operation succeeded shows in the count its owner works towards.
 */
export const utilization = define({
  name: "utilization",
  summary:
    "Grows a pool by half when it is busy and work waits, shrinks it by a quarter when it idles; with a cooldown.",
  source: "the Auto-Scaler documentation of a distributed testing system; step sizes: PulseQ at 2042ca8",
  parameters,
  presets: {
    documented: { summary: "What the documentation says.", parameters: {} },
    "as-published": {
      summary: "What the published code does once it runs: no cooldown, silent workers busy, an empty pool left empty.",
      parameters: { cooldown: 0, silentWorkers: "busy", belowMinimum: "left" },
    },
  },
  reasons: {
    "operation-in-progress": "An operation is under way; the next waits for it.",
    "below-minimum": "There are fewer workers than the least; neither cooldown nor utilization matters then.",
    cooldown: "The last operation that succeeded is too recent.",
    "utilization-unknown": "No worker that can be seen tells whether it is busy.",
    "queue-unknown": "Utilization is high, but a queue the group serves could not be read, or it serves none.",
    "nothing-waits": "Utilization is high, but no work waits.",
    "at-maximum": "Utilization is high, but there are as many workers as there may be.",
    "at-minimum": "Utilization is low, but there are as few workers as there must be.",
    "utilization-high": "Utilization exceeds the threshold and work waits: the pool grows.",
    "utilization-low": "Utilization is under the threshold: the pool shrinks.",
    "utilization-between": "Utilization calls for neither growth nor shrinkage.",
  },
  examples: [
    { minimum: 0, cooldown: 0, scaleUpThreshold: 0.6, scaleDownThreshold: 0.4 },
    { preset: "as-published" },
    { utilizationMode: "window-mean", metricsWindow: 600, cooldown: 60, operationTimeout: 30 },
  ],
  create: (bound): Policy<Memory> => ({
    name: "utilization",
    version: 1,
    parameters: bound satisfies Json,
    begin: () => ({}),
    decide: (observation, memory) => decide(bound, observation, memory),
  }),
});

function decide(bound: Parameters, observation: Observation, memory: Memory): Outcome<Memory> {
  const decisions: Decision[] = [];
  // A group that takes no command now keeps what is known of it.
  const next: Record<string, PoolMemory> = { ...memory };
  for (const [name, group] of Object.entries(observation.groups)) {
    const pool = lookAt(observation, group, bound);
    const before = noted(
      bound,
      observation.time,
      group,
      pool,
      memory[name] ?? { last: null, asked: null, samples: [] },
    );
    const verdict = judge(bound, observation.time, group, pool, before);
    const asks = verdict.target !== undefined;
    next[name] = asks ? { ...before, asked: { desired: verdict.target, time: observation.time } } : before;
    decisions.push(asks ? scaled(name, group, pool, verdict.target, verdict.because) : held(name, verdict.because));
  }
  return { decisions, memory: next };
}

/** Whether the operation asked for last succeeded, and the sample of now. */
function noted(
  { utilizationMode, metricsWindow, operationTimeout }: Parameters,
  time: Seconds,
  group: Group,
  pool: Pool,
  before: PoolMemory,
): PoolMemory {
  const { asked } = before;
  const succeeded = asked !== null && asked.desired === group.desired;
  const underWay = asked !== null && !succeeded && time - asked.time <= operationTimeout;
  const recent = before.samples.filter(([taken]) => time - taken <= metricsWindow);
  const sample = pool.utilization === undefined ? [] : [[time, pool.utilization] as const];
  return {
    last: succeeded ? asked.time : before.last,
    asked: underWay ? asked : null,
    samples: utilizationMode === "window-mean" ? [...recent, ...sample] : [],
  };
}

interface Verdict {
  /** Where an operation is asked for. */
  readonly target?: number;
  readonly because: Reason;
}

/** The first rule that applies; thresholds are strict, a cooldown is over at equality. */
function judge(
  bound: Parameters,
  time: Seconds,
  group: Group,
  pool: Pool,
  { last, asked, samples }: PoolMemory,
): Verdict {
  const { registered, live, lowest, highest, pending } = pool;
  if (asked !== null) return hold("operation-in-progress", { desired: asked.desired, since: time - asked.time });
  if (registered < lowest && bound.belowMinimum === "raised") {
    const facts = { workers: registered, minimum: lowest };
    return group.desired < lowest
      ? { target: lowest, because: { code: "below-minimum", facts } }
      : hold("below-minimum", facts);
  }
  const { cooldown, scaleUpThreshold: up, scaleDownThreshold: down } = bound;
  if (last !== null && time - last < cooldown) return hold("cooldown", { elapsed: time - last, cooldown });
  // Sums of fractions are off by a little; a mean that is on the threshold must not count as beyond it.
  const tolerance = bound.utilizationMode === "window-mean" ? 1e-9 : 0;
  const use = bound.utilizationMode === "window-mean" ? mean(samples) : pool.utilization;
  if (use === undefined) return hold("utilization-unknown", { workers: registered });
  const facts = { utilization: use, workers: registered };
  if (use > up + tolerance) {
    if (pending === undefined) return hold("queue-unknown", facts);
    if (pending === 0) return hold("nothing-waits", facts);
    const target = Math.min(highest, registered + Math.max(1, Math.floor(registered * bound.growth)));
    // Silent workers count towards the maximum only in the target.
    if (live >= highest || target <= registered) return hold("at-maximum", { ...facts, maximum: highest });
    return { target, because: { code: "utilization-high", facts: { ...facts, pending, threshold: up } } };
  }
  if (use < down - tolerance) {
    if (live <= lowest) return hold("at-minimum", { ...facts, minimum: lowest });
    const target = Math.max(lowest, registered - Math.max(1, Math.floor(registered * bound.shrinkage)));
    return { target, because: { code: "utilization-low", facts: { ...facts, threshold: down } } };
  }
  return hold("utilization-between", facts);
}

function hold(code: string, facts: Reason["facts"]): Verdict {
  return { because: { code, facts } };
}

function mean(samples: PoolMemory["samples"]): number | undefined {
  return samples.length === 0 ? undefined : samples.reduce((sum, [, value]) => sum + value, 0) / samples.length;
}

function held(subject: string, because: Reason): Decision {
  return { subject, action: null, because: [because] };
}

function scaled(name: string, group: Group, pool: Pool, desired: number, because: Reason): Decision {
  const release = desired < pool.registered ? whoLeaves(group, desired) : [];
  const action = { kind: "scale", group: name, desired, ...(release.length === 0 ? {} : { release }) } as const;
  return { subject: name, action, because: [{ ...because, facts: { ...because.facts, desired } }] };
}
