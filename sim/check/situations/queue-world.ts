import { fieldsAt } from "../../../policies/index.ts";
import type { ControllerSpec } from "../../../scenarios/scenario.ts";
import { fc } from "../fast-check.ts";
import { meanOf } from "../mean.ts";
import { groupFrom, onCpu, onGpu, scenarioFrom, sight, unreplaced } from "./base.ts";
import { courseOf, steady } from "./course.ts";
import { faultsOf, troubles } from "./faults.ts";
import { nodeShape, nodesFor } from "./nodes.ts";
import { mostly, oneOf } from "./round.ts";
import { segments, type TraceWindow, workloadOf } from "./segments.ts";
import type { Situation, Target } from "./situation.ts";
import { evenTime, times } from "./times.ts";

/** One queue, from which one group takes its tasks, or two with a controller each: evaluators on CPUs, or samplers on GPUs. */
export function queueWorld({ spec, entry }: Target, windows: readonly TraceWindow[]): fc.Arbitrary<Situation> {
  const fields = entry === undefined ? [] : fieldsAt(entry.parameters, []);
  return fc
    .record({
      kind: oneOf("evaluator", "sampler"),
      two: mostly(3, false, fc.constant(true)),
      segments: segments(windows.length),
      steady,
      service: times(16, 4, 60, 150),
      warmUp: times(60, 10, 450, 0),
      check: oneOf(60, 15, 120),
      maximum: oneOf(8, 4, 2, 20),
      minimum: oneOf(1, 0, 2),
      initial: oneOf(1, 0, 4, 8),
      begins: oneOf("ready", "warming"),
      grace: oneOf(30, 0, 300),
      acknowledge: oneOf("after", "before"),
      release: oneOf("idle-first", "oldest"),
      shape: nodeShape,
      replaced: mostly(2, true, fc.constant(false)),
      sight,
      troubles,
      seed: fc.integer({ min: 1, max: 1000 }),
    })
    .map((given): Situation => {
      const { kind, two, warmUp, check, maximum, minimum, acknowledge } = given;
      const work = given.steady ? evenTime(given.service) : given.service;
      const queue = `${kind}_queue`;
      const names = two ? [kind, `${kind}-2`] : [kind];
      const all = maximum * names.length;
      const unit = 300;
      const loop = check + given.sight.lag + given.sight.period + meanOf(warmUp);
      const { troubles, ...course } = courseOf(given, { unit, loop });
      const workload = workloadOf(course.segments, {
        queue,
        service: work,
        unit,
        loop,
        capacity: all / meanOf(work),
        places: all,
        most: course.most,
        windows,
      });
      const groups = names.map((name) =>
        groupFrom({
          name,
          serves: [queue],
          minimum: Math.min(minimum, maximum),
          maximum,
          initial: { replicas: Math.min(maximum, Math.max(minimum, given.initial)), phase: given.begins },
          warmUp,
          grace: given.grace,
          release: given.release,
          needs: kind === "sampler" ? onGpu : onCpu,
          ...(!given.replaced && { failures: unreplaced }),
        }),
      );
      const nodes = nodesFor(kind, all, given.shape);
      const faults = faultsOf(troubles, { queues: [queue], groups: names, node: "node", horizon: workload.end });
      const scenario = scenarioFrom(
        {
          horizon: workload.end,
          seeds: [given.seed],
          check: { period: check, phase: 0 },
          nodes,
          queues: [{ name: queue, acknowledge }],
          groups,
          workload: workload.sources,
          ...(two && {
            controllers: names.map((name, index) =>
              controllerOf(name, index, check, fields.includes(kind) ? kind : undefined),
            ),
          }),
          ...(faults.length > 0 && { faults }),
        },
        given.sight,
        spec,
      );
      return { world: "queue", scenario, traces: workload.traces, seed: given.seed };
    });
}

/** A policy that knows its group by the name of a role is told which it is. */
function controllerOf(name: string, index: number, period: number, role: string | undefined): ControllerSpec {
  return {
    name: index === 0 ? "one" : "two",
    groups: [name],
    check: { period, phase: 0 },
    takes: 0,
    heartbeats: false,
    parameters: index === 0 || role === undefined ? {} : { [role]: { group: name } },
  };
}
