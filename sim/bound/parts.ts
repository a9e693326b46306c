import type { Distribution, GroupSpec, Scenario } from "../../scenarios/scenario.ts";
import { mayFail } from "../plant/failures.ts";
import { sampler } from "../random/sampler.ts";
import { stream } from "../random/stream.ts";
import type { RunMeasures } from "../result.ts";
import type { Unit } from "../units.ts";
import { Arrivals } from "../workload/arrivals.ts";
import { openSources, type Traces } from "../workload/index.ts";
import type { GroupPart } from "./schedule-program.ts";
import { type WorkToDo, workToDo } from "./work-curves.ts";

/** What arrives in a run, by queue. */
export type Work = ReadonlyMap<string, QueueWork>;

export interface QueueWork {
  readonly arrivals: Float64Array;
  /** In steps of so many seconds, where one task can get so many seconds of demand done in a second. */
  toDo(step: number, speed: number): WorkToDo;
}

/** All arrivals of a run; the same for every policy. Those of a queue are drawn once somebody asks: not where its groups are free. */
export function workOf(scenario: Scenario, traces: Traces, unit: Unit): Work {
  return new Map(scenario.queues.map(({ name }) => [name, queueWork(() => tasksOf(name, scenario, traces, unit))]));
}

/** The runs of all policies are as long, as a rule: what was made for one is kept for the next. */
function queueWork(draw: () => Tasks): QueueWork {
  let drawn: Tasks | undefined;
  let last: { readonly step: number; readonly speed: number; readonly made: WorkToDo } | undefined;
  const tasks = () => {
    drawn ??= draw();
    return drawn;
  };
  return {
    get arrivals() {
      return tasks().arrivals;
    },
    toDo(step, speed) {
      if (last?.step !== step || last.speed !== speed) {
        const { arrivals, demands } = tasks();
        last = {
          step,
          speed,
          made: workToDo({ arrivals, needs: demands.map((demand) => demand / speed) }, step, STEPS),
        };
      }
      return last.made;
    },
  };
}

/** Tasks of one queue. */
interface Tasks {
  readonly arrivals: Float64Array;
  readonly demands: Float64Array;
}

function tasksOf(name: string, scenario: Scenario, traces: Traces, { seed, from }: Unit): Tasks {
  const { horizon = Number.POSITIVE_INFINITY } = scenario;
  const workload = scenario.workload.filter(({ queue }) => queue === name);
  const all = new Arrivals(openSources({ workload }, traces, seed, from), () => 0, seed);
  const arrivals: number[] = [];
  const demands: number[] = [];
  for (; all.time <= horizon && all.time < Number.POSITIVE_INFINITY; all.advance()) {
    arrivals.push(all.time);
    demands.push(all.demand);
  }
  return { arrivals: new Float64Array(arrivals), demands: new Float64Array(demands) };
}

/** Of a run: more make the bound closer and take longer. */
export const STEPS = 60;

/** Groups that share queues, and queues that share groups, have to be looked at together. With a dispatcher all may. */
export function components({ groups, queues, dispatcher }: Scenario) {
  const parts: { groups: GroupSpec[]; queues: Set<string> }[] = [];
  for (const group of groups) {
    const serves = dispatcher === undefined ? group.serves : queues.map(({ name }) => name);
    const joined = parts.filter((part) => serves.some((queue) => part.queues.has(queue)));
    for (const part of joined) parts.splice(parts.indexOf(part), 1);
    parts.push({
      groups: [...joined.flatMap((part) => part.groups), group],
      queues: new Set([...joined.flatMap((part) => [...part.queues]), ...serves]),
    });
  }
  return parts;
}

/** The group as a clairvoyant may use it, who makes no more starts than this run did, and gets their warm-ups. */
export function groupPart(
  scenario: Scenario,
  group: GroupSpec,
  run: RunMeasures,
  { step, price, end }: { readonly step: number; readonly price: number; readonly end: number },
): GroupPart {
  const measured = run.groups[group.name]!;
  const mortal = mayFail(scenario, group);
  const edited = scenario.faults?.some((fault) => fault.kind === "manualEdit" && fault.group === group.name);
  const { initial, minimum, maximum = 0, adapter } = group;
  const ready = initial.phase === "ready" ? initial.replicas : 0;
  const starts = measured.starts + initial.replicas;
  const draws = sampler(group.warmUp, stream(run.seed, `warm-up/${group.name}`));
  const warmUps = Float64Array.from(
    { length: starts },
    () => (mortal ? least(group.warmUp) : draws.next()) / step,
  ).sort();
  // Replicas that wait for room, that died or were taken away by others are not there, and cost nothing.
  const firm = !mortal && !edited && measured.meanReplicas.pending === 0;
  return {
    price: (price * step) / 3600,
    floor: firm ? Math.min(minimum, initial.replicas, adapter?.capacity ?? Number.POSITIVE_INFINITY) : 0,
    floorSteps: Math.floor(end / step),
    most: Math.max(maximum, measured.maxReplicas, ready),
    ready,
    warmUps,
    ...capacity(group),
  };
}

/** The least that can be drawn. */
function least(distribution: Distribution): number {
  switch (distribution.kind) {
    case "constant":
      return distribution.value;
    case "uniform":
      return distribution.low;
    case "empirical":
      return Math.min(...distribution.values);
    default:
      return 0;
  }
}

/**
 * Tasks in service at once, the demand done in a second, and the most of one task's. What slows work down, crowding and first
 * tasks, is left out. A batch of n does as much as its tasks take one by one, as often as its slowdown says; less if the longest counts.
 */
export function capacity({ slots, batch, workers = 1 }: GroupSpec) {
  if (slots !== undefined) {
    const speeds = Array.from({ length: slots.count }, (_, index) => entry(slots.speed, index));
    const rates = speeds.map((speed, index) => speed * (index + 1));
    return { slots: workers * slots.count, rate: workers * Math.max(...rates), speed: Math.max(...speeds) };
  }
  if (batch !== undefined) {
    const speeds = Array.from({ length: batch.most }, (_, index) => 1 / entry(batch.slowdown, index));
    const rates = speeds.map((speed, index) => (batch.work === "sum" ? speed : speed * (index + 1)));
    return { slots: workers * batch.most, rate: workers * Math.max(...rates), speed: Math.max(...speeds) };
  }
  return { slots: workers, rate: workers, speed: 1 };
}

function entry(values: readonly number[], index: number): number {
  return values[Math.min(index, values.length - 1)] ?? 1;
}
