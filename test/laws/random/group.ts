import { fc } from "@fast-check/vitest";
import type { Failures, GroupSpec, Health, Stop } from "../../../scenarios/scenario.ts";
import { groupOf } from "../../sim/scenario-of.ts";
import { chance, distribution, known, lasting, number, sometimes } from "./values.ts";

/** What lets a replica have several tasks, or take longer over the first. */
const several: fc.Arbitrary<Partial<GroupSpec>> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  fc.record({ prefetch: fc.integer({ min: 1, max: 4 }) }),
  fc.record({
    slots: fc.record({ count: fc.integer({ min: 1, max: 4 }), speed: fc.constantFrom([1], [1, 0.7, 0.4]) }),
    firstTasks: fc.record({ count: fc.integer({ min: 0, max: 3 }), slowdown: number(1, 3) }),
  }),
  fc.record({
    batch: fc.record({
      most: fc.integer({ min: 1, max: 5 }),
      linger: number(0, 5),
      waits: fc.boolean(),
      work: fc.constantFrom("longest" as const, "mean" as const, "sum" as const),
      slowdown: fc.constantFrom([1], [1, 1.5]),
    }),
    prefetch: fc.integer({ min: 1, max: 6 }),
  }),
);
const failures: fc.Arbitrary<Failures> = fc
  .record({
    exit: chance,
    hang: chance,
    blackHole: chance,
    blackHoleTime: number(0.1, 3),
    crash: sometimes(lasting),
    prune: fc.boolean(),
    pruneAfter: number(1, 20),
  })
  .map(known);
const health: fc.Arbitrary<Health> = fc
  .record({
    delay: number(1, 20),
    failure: chance,
    attempts: sometimes(fc.integer({ min: 1, max: 3 })),
    unhealthy: sometimes(fc.record({ every: lasting, for: lasting })),
  })
  .map(known);
const phaseTime = fc.constantFrom(0, 3, 17);
const stop: fc.Arbitrary<Stop> = fc.record({ unroute: phaseTime, drain: phaseTime, checkpoint: phaseTime });
export const group = (name: string): fc.Arbitrary<GroupSpec> =>
  fc
    .record({
      serves: fc.constantFrom(["work"], ["other"], ["work", "other"]),
      initial: fc.record({ replicas: fc.integer({ min: 0, max: 4 }), phase: fc.constantFrom("ready", "warming") }),
      warmUp: distribution,
      grace: number(0, 60),
      release: fc.constantFrom("idle-first", "oldest", "newest"),
      dispatch: fc.constantFrom("longest-idle", "newest-idle"),
      placement: fc.constantFrom("most-free", "first-fit", "best-fit"),
      needs: fc.record({
        cores: fc.constantFrom(0, 0.3, 1),
        warmUpCores: fc.constantFrom(0, 0.7),
        memory: fc.integer({ min: 0, max: 20 }),
        gpus: fc.integer({ min: 0, max: 2 }),
        gpuMemory: fc.integer({ min: 1, max: 40 }),
        gpuUtilization: fc.constantFrom(0.1, 1),
        memoryPerTask: fc.constantFrom(0, 3),
        gpuMemoryPerTask: fc.constantFrom(0, 5),
      }),
      signals: sometimes(
        fc.constant({ latencyP50: 40, latencyP95: 40, serviceTime: 25, checkpointsPerHour: 90, failuresPerHour: 60 }),
      ),
      checkpointEvery: sometimes(fc.integer({ min: 1, max: 4 })),
      pricePerHour: number(0, 10),
      failures: sometimes(failures),
      health: sometimes(health),
      stop: sometimes(stop),
      cancel: sometimes(fc.constantFrom("at-once" as const, "after-grace" as const)),
    })
    .chain((given) => several.map((more) => groupOf({ name, ...known(given), ...more })));
