import type { PolicySpec, Scenario, Sensors, SourceSpec } from "../../../scenarios/scenario.ts";
import type { Trace, Traces } from "../../workload/index.ts";
import { fc } from "../fast-check.ts";
import { meanOf } from "../mean.ts";
import { loopTime } from "../steady.ts";
import { type Sight, sight } from "./base.ts";
import { courseOf, steady, UNITS } from "./course.ts";
import { faultsOf, troubles } from "./faults.ts";
import { oneOf } from "./round.ts";
import { segments, type TraceWindow, workloadOf } from "./segments.ts";
import type { Situation } from "./situation.ts";

/** The user's own plant: its workload as it is or another in its place, seen better or worse, with more faults than it has. */
export function scenarioWorld(
  base: Scenario,
  policy: PolicySpec,
  traces: Traces,
  windows: readonly TraceWindow[],
): fc.Arbitrary<Situation> {
  return fc
    .record({
      asWritten: oneOf(true, false),
      segments: segments(windows.length),
      steady,
      sight,
      troubles,
      seed: fc.integer({ min: 1, max: 1000 }),
    })
    .map((given): Situation => {
      const { asWritten, seed } = given;
      const horizon = base.horizon === undefined ? HOUR : Math.min(base.horizon, LONGEST);
      const own = { sources: base.workload, traces, end: base.horizon };
      const unit = horizon / UNITS;
      const course = courseOf({ ...given, steady: given.steady && !asWritten }, { unit, loop: loopTime(base) });
      const workload = asWritten ? own : inPlace(base, course, unit, windows);
      const names = base.groups.map(({ name }) => name);
      const added = faultsOf(course.troubles, {
        queues: [...new Set(base.groups.flatMap(({ serves }) => serves))],
        groups: names,
        node: base.nodes[0]?.name,
        horizon: workload.end ?? HOUR,
      });
      const faults = [...(base.faults ?? []), ...added];
      const {
        expect: _,
        baseline: _baseline,
        precision: _precision,
        windows: _windows,
        horizon: _horizon,
        ...rest
      } = base;
      const scenario: Scenario = {
        ...rest,
        ...(workload.end !== undefined && { horizon: workload.end }),
        seeds: [seed],
        workload: workload.sources,
        sensors: worse(base.sensors, given.sight),
        policies: [policy],
        ...(faults.length > 0 && { faults }),
      };
      return { world: "scenario", scenario, traces: workload.traces, seed };
    });
}

/** A run of the user's scenario is looked at for this long at most when its workload is another. */
const LONGEST = 14_400;
const HOUR = 3600;

/** Segments on every queue that the scenario feeds, instead of its own sources, with the service times of these. */
function inPlace(
  base: Scenario,
  { segments, most }: ReturnType<typeof courseOf>,
  unit: number,
  windows: readonly TraceWindow[],
) {
  const sources: SourceSpec[] = [];
  const traces = new Map<string, Trace>();
  let end = 0;
  for (const [queue, service] of fed(base)) {
    const places = placesFor(base, queue);
    const workload = workloadOf(segments, {
      queue,
      service,
      unit,
      loop: loopTime(base),
      capacity: places / Math.max(meanOf(service), 1e-3),
      places,
      most,
      windows,
    });
    for (const source of workload.sources) {
      const name = `${queue}-${source.name}`;
      const trace = workload.traces.get(source.name);
      if (trace !== undefined) traces.set(name, trace);
      sources.push({ ...source, name });
    }
    end = Math.max(end, workload.end);
  }
  return { sources, traces, end };
}

/** Queues that sources feed, with the service time of the first of them that tells; 10 s where only a trace does. */
function fed({ workload }: Scenario) {
  const queues = new Map<string, NonNullable<SourceSpec["service"]>>();
  for (const { queue, service } of workload)
    if (service !== undefined && !queues.has(queue)) queues.set(queue, service);
  for (const { queue } of workload) if (!queues.has(queue)) queues.set(queue, { kind: "constant", value: 10 });
  return queues;
}

/** Tasks that all groups together can have in service of a queue; a group without a maximum may have four times what it begins with. */
function placesFor({ groups }: Scenario, queue: string): number {
  return groups
    .filter(({ serves }) => serves.includes(queue))
    .reduce((sum, { maximum, initial, slots, batch, workers }) => {
      const each = slots?.count ?? batch?.most ?? workers ?? 1;
      return sum + each * (maximum ?? 4 * Math.max(1, initial.replicas));
    }, 0);
}

function worse(sensors: Sensors, { lag, period, loss }: Sight): Sensors {
  const one = (sensor: Sensors["queues"]) => ({
    ...sensor,
    lag: sensor.lag + lag,
    period: Math.max(sensor.period, period),
    ...(loss > 0 && { loss: Math.max(sensor.loss ?? 0, loss) }),
  });
  return {
    queues: one(sensors.queues),
    groups: one(sensors.groups),
    nodes: one(sensors.nodes),
    devices: one(sensors.devices),
  };
}
