import type { Scenario } from "../../scenarios/scenario.ts";
import type { RunMeasures } from "../result.ts";
import type { Solver } from "./linear-program.ts";
import { capacity, components, groupPart, STEPS, type Work } from "./parts.ts";
import { type QueuePart, scheduleProgram } from "./schedule-program.ts";
import { workCurves } from "./work-curves.ts";

/** What a replica of a group costs in an hour, and a node; nothing where that is not counted. */
export interface Prices {
  group(name: string): number;
  readonly nodes: number;
}

/**
 * The least that any schedule could have paid on the work of this run while reaching its latency: in every queue the same 95th
 * percentile of the wait and as many tasks served. Never more than what the run paid. `whyNoBound` says where it does not hold.
 */
export function boundOf(scenario: Scenario, work: Work, run: RunMeasures, prices: Prices, solver: Solver): number {
  const { duration } = run;
  if (duration === 0) return 0;
  const step = duration / STEPS;
  const end = scenario.horizon ?? Math.max(0, ...[...work.values()].map(({ arrivals }) => arrivals.at(-1) ?? 0));
  let bound = (prices.nodes * end) / 3600;
  for (const part of components(scenario)) {
    if (part.groups.every(({ name }) => prices.group(name) === 0)) continue;
    const capacities = part.groups.map(capacity);
    const speed = Math.max(...capacities.map((one) => one.speed));
    const groups = part.groups.map((group) =>
      groupPart(scenario, group, run, { step, price: prices.group(group.name), end }),
    );
    const queues = [...part.queues].flatMap((name) => queuePart(name, work, run, step, speed) ?? []);
    bound += Math.max(0, scheduleProgram(groups, queues, STEPS, speed).leastCost(solver));
  }
  return Math.max(0, bound * (1 - ROUNDING) - LEAST);
}

/** Undefined where nothing arrived. */
function queuePart(name: string, work: Work, run: RunMeasures, step: number, speed: number): QueuePart | undefined {
  const measured = run.queues[name];
  const { arrivals, toDo } = work.get(name)!;
  if (measured?.wait === undefined) return undefined;
  const { arrived, completed, redelivered, lost, expired = 0 } = measured;
  if (arrived !== arrivals.length) throw new Error(`${arrivals.length} tasks of ${name}, and ${arrived} arrived`);
  // Percentiles of more than a million tasks are to within 0.1 %.
  const wait = measured.wait.p95 * (arrived > 1_000_000 ? 1.001 : 1) + LEAST;
  // Those that came before may have waited as long as they liked.
  const { until: since = 0 } = run.transient ?? {};
  const first = arrivals.findIndex((arrival) => arrival >= since - LEAST);
  const counted = first === -1 ? 0 : arrived - first;
  const interrupted = redelivered + lost;
  return {
    curves: workCurves(toDo(step, speed), { wait, since }, step),
    late: Math.min(arrived, counted - 1 - Math.floor(0.95 * (counted - 1)) + interrupted + expired),
    unserved: Math.min(arrived, arrived - completed + interrupted),
  };
}

/** Of the numbers that the simulator adds up, and of those that go through the solver. */
const ROUNDING = 1e-8;
/** Below this, in seconds and in what is paid, it is rounding in any case. */
const LEAST = 1e-9;
