import { simulate } from "../../bin/index.ts";
import type { Observation, Policy } from "../../policies/policy.ts";
import type { Scenario } from "../../scenarios/scenario.ts";
import { scenarioOf } from "../sim/scenario-of.ts";
import { type Bench, seconds } from "./bench.ts";
import { handmade } from "./mmc.ts";

/** A group that follows its load: a sine of a day in 24 points, a decision every 15 s, replicas that warm up for 60 s. */
export const autoscaled: Bench = {
  name: "autoscaled",
  what: "autoscaled group, 10 to 500 replicas",
  unit: "million tasks/s",
  contenders: [
    {
      name: "simulator",
      async run(tasks) {
        let done = 0;
        const taken = await seconds(() => {
          done = simulate(daily(tasks / RATE), follow, { seed: 1, traces: new Map() }).measures.tasks.completed;
        });
        return done / taken / 1e6;
      },
    },
    handmade(100),
  ],
  reference: handmade(100).name,
};

/** Arrivals a second, on average. */
export const RATE = 180;
const HOUR = 3600;

export function daily(horizon: number): Scenario {
  const points = Array.from({ length: 24 }, (_, hour) => ({
    at: hour * HOUR,
    rate: RATE * (1 + 0.8 * Math.sin((2 * Math.PI * hour) / 24)),
  }));
  return scenarioOf({
    horizon,
    check: { period: 15, phase: 0 },
    group: {
      minimum: 10,
      maximum: 500,
      pricePerHour: 1,
      initial: { replicas: 200, phase: "ready" },
      warmUp: { kind: "constant", value: 60 },
    },
    workload: [
      {
        kind: "curve",
        name: "load",
        queue: "work",
        from: 0,
        points,
        interpolate: "linear",
        repeat: 24 * HOUR,
        service: { kind: "exponential", mean: 1 },
      },
    ],
  });
}

/** As many replicas as are busy, and a tenth more; as many again as half of those that wait. */
export const follow: Policy = {
  name: "follow",
  version: 1,
  parameters: {},
  begin: () => null,
  decide({ queues, groups }: Observation) {
    const { waiting = 0, inService = 0 } = queues.work ?? {};
    const { minimum = 0, maximum = 0 } = groups.worker ?? {};
    const desired = Math.min(maximum, Math.max(minimum, Math.ceil(inService * 1.1 + waiting / 2)));
    return {
      decisions: [
        {
          subject: "worker",
          action: { kind: "scale", group: "worker", desired },
          because: [{ code: "load", facts: {} }],
        },
      ],
      memory: null,
    };
  },
};
