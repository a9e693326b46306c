import type { ControllerSpec, DispatcherSpec, GroupSpec, NodeSpec } from "../../../scenarios/scenario.ts";
import { fc } from "../fast-check.ts";
import { meanOf } from "../mean.ts";
import { gibibyte, groupFrom, onGpu, scenarioFrom, sight } from "./base.ts";
import { courseOf, steady } from "./course.ts";
import { faultsOf, troubles } from "./faults.ts";
import { oneOf } from "./round.ts";
import { segments, type TraceWindow, workloadOf } from "./segments.ts";
import type { Situation, Target } from "./situation.ts";
import { evenTime, times } from "./times.ts";

/**
 * A scheduler that pushes tasks to workers, and an adapter that starts groups of workers, judged by its heartbeats. It allocates as the
 * policy says, or either way.
 */
export function pushWorld({ spec, entry, make }: Target, windows: readonly TraceWindow[]): fc.Arbitrary<Situation> {
  const allocate = entry?.dispatch?.(make(spec.parameters).parameters);
  return fc
    .record({
      workers: oneOf(1, 11, 4),
      maximum: oneOf(4, 2, 8),
      resident: oneOf(0, 1),
      initial: oneOf(0, 1, 4),
      allocate: allocate === undefined ? oneOf("even_load", "capability") : fc.constant(allocate),
      needs: oneOf(false, true),
      reports: oneOf(undefined, "nothing"),
      segments: segments(windows.length),
      steady,
      service: times(5, 1, 30),
      warmUp: times(10, 2, 20, 60),
      heartbeat: oneOf(2, 5, 1),
      grace: oneOf(0, 30),
      sight,
      troubles,
      seed: fc.integer({ min: 1, max: 1000 }),
    })
    .map((given): Situation => {
      const { workers, maximum, resident, warmUp, heartbeat, seed } = given;
      const work = given.steady ? evenTime(given.service) : given.service;
      const places = workers * maximum + resident;
      const unit = 60;
      const loop = heartbeat + given.sight.lag + given.sight.period + meanOf(warmUp);
      const { troubles, ...course } = courseOf(given, { unit, loop });
      const workload = workloadOf(course.segments, {
        queue: QUEUE,
        service: work,
        unit,
        loop,
        capacity: places / meanOf(work),
        places,
        most: course.most,
        windows,
      });
      const offers = given.needs ? { offers: { gpu: 1 } } : {};
      const adapter = groupFrom({
        name: "sampler",
        serves: [QUEUE],
        minimum: 0,
        maximum,
        initial: { replicas: Math.min(maximum, given.initial), phase: "ready" },
        workers,
        warmUp,
        grace: given.grace,
        needs: onGpu,
        ...offers,
        ...(given.reports && { reports: given.reports }),
      });
      const groups: GroupSpec[] = [
        adapter,
        ...(resident === 0
          ? []
          : [
              groupFrom({ name: "resident", serves: [QUEUE], maximum: 1, workers: 1, warmUp, needs: onGpu, ...offers }),
            ]),
      ];
      const scheduler: ControllerSpec = {
        name: "scheduler",
        groups: ["sampler"],
        check: { period: heartbeat, phase: 0 },
        takes: 0,
        heartbeats: true,
        parameters: {},
      };
      const dispatcher: DispatcherSpec = {
        kind: "push",
        allocate: given.allocate,
        queueSize: 1000,
        balanceEvery: 1,
        trigger: 2,
      };
      const gpus = Array.from({ length: maximum + resident }, () => ({ memory: 40 * gibibyte }));
      const nodes: NodeSpec[] = [
        { name: "node", cores: 4 * (maximum + 1), memory: (maximum + 2) * 32 * gibibyte, gpus },
      ];
      const faults = faultsOf(troubles, {
        queues: [QUEUE],
        groups: ["sampler"],
        node: undefined,
        horizon: workload.end,
      });
      const scenario = scenarioFrom(
        {
          horizon: workload.end,
          seeds: [seed],
          check: { period: heartbeat, phase: 0 },
          controllers: [scheduler],
          nodes,
          queues: [{ name: QUEUE, acknowledge: "after", ...(given.needs && { needs: { gpu: 1 } }) }],
          dispatcher,
          groups,
          workload: workload.sources,
          ...(faults.length > 0 && { faults }),
        },
        given.sight,
        spec,
      );
      return { world: "push", scenario, traces: workload.traces, seed };
    });
}

const QUEUE = "sampler_queue";
