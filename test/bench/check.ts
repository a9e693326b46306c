import { bind } from "../../policies/index.ts";
import { fc } from "../../sim/check/fast-check.ts";
import { explore, properties, type Situation } from "../../sim/check/index.ts";
import { groupFrom, onCpu, scenarioFrom } from "../../sim/check/situations/base.ts";
import { type Bench, seconds } from "./bench.ts";

/** For each run. */
const TASKS = 33_000;

/** What `check` does all the time: an hour with twenty replicas, run, written down and judged by every property. */
export const check: Bench = {
  name: "check",
  what: "closed-loop runs of an hour, 20 replicas, 17 properties",
  unit: "runs/s",
  contenders: [
    {
      name: "check",
      async run(tasks) {
        const runs = Math.ceil(tasks / TASKS);
        const spec = { label: "utilization", policy: { name: "utilization" }, parameters: {} };
        const subject = {
          spec,
          make: (given: Parameters<typeof bind>[1], own: typeof given) => bind("utilization", given, own),
        };
        const asked = properties.map((property) => ({ property, parameters: property.parameters.parse({}) }));
        await explore(subject, fc.constant(hour(spec, 0)), asked, { seed: 1, from: 0, count: 20 });
        const situations = fc.integer({ min: 1, max: 1000 }).map((seed) => hour(spec, seed));
        const taken = await seconds(() => explore(subject, situations, asked, { seed: 1, from: 0, count: runs }));
        return runs / taken;
      },
    },
  ],
  reference: "check",
};

/** Sixteen replicas' worth of Poisson work for at most twenty, looked at every minute. */
function hour(spec: Parameters<typeof scenarioFrom>[2], seed: number): Situation {
  const replicas = 20;
  const service = { kind: "lognormal", mean: 16, cv: 0.3 } as const;
  const scenario = scenarioFrom(
    {
      horizon: 3600,
      seeds: [seed],
      check: { period: 60, phase: 0 },
      nodes: [{ name: "node", cores: 2 * replicas, memory: 64e9, gpus: [] }],
      queues: [{ name: "work", acknowledge: "after" }],
      groups: [
        groupFrom({
          name: "worker",
          serves: ["work"],
          maximum: replicas,
          initial: { replicas, phase: "ready" },
          warmUp: { kind: "lognormal", mean: 60, cv: 0.3 },
          needs: onCpu,
        }),
      ],
      workload: [{ kind: "poisson", name: "work", queue: "work", from: 0, rate: (0.8 * replicas) / 16, service }],
    },
    { lag: 0, period: 0, loss: 0 },
    spec,
  );
  return { world: "bench", scenario, traces: new Map(), seed };
}
