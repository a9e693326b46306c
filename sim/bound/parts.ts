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

/** All arrivals of a run; the same for every policy. */
export function workOf(scenario: Scenario, traces: Traces, { seed, from }: Unit): Work {
  const { horizon = Number.POSITIVE_INFINITY } = scenario;
  const names = scenario.queues.map(({ name }) => name);
  const columns = names.map(() => ({ arrivals: [] as number[], demands: [] as number[] }));
  const all = new Arrivals(openSources(scenario, traces, seed, from), (queue) => names.indexOf(queue), seed);
  for (; all.time <= horizon && all.time < Number.POSITIVE_INFINITY; all.advance()) {
    columns[all.queue]?.arrivals.push(all.time);
    columns[all.queue]?.demands.push(all.demand);
  }
  return new Map(
    names.map((name, index) => {
      const { arrivals = [], demands = [] } = columns[index] ?? {};
      return [name, queueWork(Float64Array.from(arrivals), Float64Array.from(demands))];
    }),
  );
}

/** The runs of all policies are as long, as a rule: what was made for one is kept for the next. */
function queueWork(arrivals: Float64Array, demands: Float64Array): QueueWork {
  let last: { readonly step: number; readonly speed: number; readonly made: WorkToDo } | undefined;
  return {
    arrivals,
    toDo(step, speed) {
      if (last?.step !== step || last.speed !== speed) {
        const needs = demands.map((demand) => demand / speed);
        last = { step, speed, made: workToDo({ arrivals, needs }, step, STEPS) };
      }
      return last.made;
    },
  };
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
  { step, price, lastArrival }: { readonly step: number; readonly price: number; readonly lastArrival: number },
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
    floorSteps: Math.floor((scenario.horizon ?? lastArrival) / step),
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
