import type { Distribution, Scenario } from "../../scenarios/scenario.ts";
import { meanOf } from "./mean.ts";

/** The last part of a run in which nothing of the workload changes: its begin, in seconds into the run; undefined: there is none. */
export function steadyFrom({ workload, faults = [], horizon, sensors, queues }: Scenario): number | undefined {
  const isRandom = Object.values(sensors).some(({ loss = 0 }) => loss > 0);
  if (horizon === undefined || workload.length === 0 || isRandom || faults.length > 0) return undefined;
  if (queues.some(({ followUps }) => followUps !== undefined)) return undefined;
  let from = 0;
  for (const source of workload) {
    const { until = horizon } = source;
    if (until >= horizon) {
      if (source.kind !== "renewal" || !isEven(source.gaps) || !isEven(source.service)) return undefined;
      from = Math.max(from, source.from);
    } else from = Math.max(from, until);
  }
  return from;
}

/** Seconds from a change in the plant until the policy's answer to it takes effect: a check, a reading and a warm-up. */
export function loopTime({ check, controllers, groups, sensors }: Scenario): number {
  const periods = [check, ...(controllers ?? []).map((each) => each.check)].map(({ period = 0 }) => period);
  const { lag, period } = sensors.queues;
  return Math.max(...periods) + lag + period + Math.max(...groups.map(({ warmUp }) => meanOf(warmUp)));
}

/** Seconds that a loop is given to come back after something happened. */
export function recoveryTime(loop: number): number {
  return 300 + 5 * loop;
}

function isEven({ kind }: Distribution): boolean {
  return kind === "constant";
}
