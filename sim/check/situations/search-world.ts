import type { GroupSpec, NodeSpec, QueueSpec } from "../../../scenarios/scenario.ts";
import { fc } from "../fast-check.ts";
import { meanOf } from "../mean.ts";
import { gibibyte, groupFrom, onCpu, onGpu, scenarioFrom, sight, unreplaced } from "./base.ts";
import { faultsOf, troubles } from "./faults.ts";
import { mostly, oneOf } from "./round.ts";
import type { Situation, Target } from "./situation.ts";
import { times } from "./times.ts";

/** Work that brings about work: a program search as a closed loop, from prompt to programs to the database to the next prompt. */
export function searchWorld({ spec }: Target): fc.Arbitrary<Situation> {
  return fc
    .record({
      seeds: oneOf(1, 4, 16),
      follow: oneOf(2, 1, 3),
      limit: oneOf(400, 100, 2000),
      horizon: oneOf(1800, 900, 3600),
      sampling: times(16, 4, 40),
      evaluating: times(4, 1, 30),
      warmUp: times(450, 60, 200),
      check: oneOf(120, 60),
      samplers: oneOf(4, 1, 8),
      evaluators: oneOf(8, 1, 20),
      maximum: oneOf(8, 16),
      begins: oneOf("warming", "ready"),
      grace: oneOf(30, 2),
      cancel: oneOf("at-once", "after-grace"),
      acknowledge: oneOf("before", "after"),
      prefetch: oneOf(undefined, 10),
      machines: oneOf(1, 2),
      replaced: mostly(2, true, fc.constant(false)),
      sight,
      troubles,
      seed: fc.integer({ min: 1, max: 1000 }),
    })
    .map((given): Situation => {
      const { maximum, horizon, begins, check, grace, seed } = given;
      const queues: QueueSpec[] = [
        {
          name: "sampler_queue",
          acknowledge: given.acknowledge,
          followUps: [followUp("evaluator_queue", given.follow, given.evaluating)],
        },
        { name: "evaluator_queue", acknowledge: "after", followUps: [followUp("database_queue", 1, short)] },
        {
          name: "database_queue",
          acknowledge: "after",
          followUps: [{ ...followUp("sampler_queue", 1, given.sampling), limit: given.limit }],
        },
      ];
      const dead = given.replaced ? {} : { failures: unreplaced };
      const groups: GroupSpec[] = [
        groupFrom({
          name: "sampler",
          serves: ["sampler_queue"],
          maximum,
          initial: { replicas: Math.min(maximum, given.samplers), phase: begins },
          warmUp: given.warmUp,
          grace,
          needs: onGpu,
          ...dead,
          ...(given.cancel === "after-grace" && { cancel: given.cancel }),
          ...(given.prefetch !== undefined && { prefetch: given.prefetch }),
        }),
        groupFrom({
          name: "evaluator",
          serves: ["evaluator_queue"],
          maximum: 40,
          initial: { replicas: given.evaluators, phase: begins },
          warmUp: { kind: "constant", value: 5 },
          grace,
          needs: onCpu,
          ...dead,
        }),
        groupFrom({
          name: "database",
          serves: ["database_queue"],
          maximum: 1,
          warmUp: short,
          needs: { ...onCpu, cores: 1, warmUpCores: 1 },
        }),
      ];
      const gpus = Array.from({ length: maximum / given.machines }, () => ({ memory: 40 * gibibyte }));
      const one = { cores: 120 / given.machines, memory: (gpus.length + 3) * 32 * gibibyte, gpus };
      const nodes: NodeSpec[] = Array.from({ length: given.machines }, (_, index) => {
        return { name: index === 0 ? "node" : "node-2", ...one };
      });
      const names = ["sampler", "evaluator"];
      const faults = faultsOf(given.troubles, {
        queues: queues.map(({ name }) => name),
        groups: names,
        node: "node",
        horizon,
      });
      const at = begins === "warming" ? Math.min(horizon / 2, meanOf(given.warmUp)) : 0;
      const scenario = scenarioFrom(
        {
          horizon,
          seeds: [seed],
          check: { period: check, phase: 0 },
          nodes,
          queues,
          groups,
          workload: [
            {
              kind: "spikes",
              name: "seeds",
              queue: "evaluator_queue",
              from: 0,
              at: [at],
              count: given.seeds,
              over: 0,
              service: given.evaluating,
            },
          ],
          ...(faults.length > 0 && { faults }),
        },
        given.sight,
        spec,
      );
      return { world: "search", scenario, traces: new Map(), seed };
    });
}

const short = { kind: "constant", value: 0.01 } as const;

function followUp(queue: string, count: number, service: GroupSpec["warmUp"]) {
  return { queue, count, probability: 1, delay: { kind: "constant", value: 0 } as const, service };
}
