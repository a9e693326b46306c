import type { BrokerQueue } from "../plant/broker-queue.ts";
import type { Plant } from "../plant/plant.ts";
import { DurationRecord } from "./durations.ts";
import { unfinished } from "./unfinished.ts";

/** The distributions of one run, with the unfinished tasks in them. */
export interface Latencies {
  readonly wait: DurationRecord;
  readonly sojourn: DurationRecord;
}

/**
 * Counts the tasks a run leaves unfinished with the time they already had, so that a growing backlog shows in the percentiles.
 * To be called once, at the end.
 */
export function closeLatencies(plant: Plant): void {
  const { tasks, now } = plant;
  for (const task of unfinished(plant)) {
    const queue = plant.queueOf(task);
    const age = now - tasks.arrivals[task]!;
    queue.sojourns.add(age);
    if (tasks.begun[task] !== 0) continue;
    queue.waits.add(age);
    if (age > 0) queue.waitedAtAll++;
  }
}

/** The distributions by queue, and of all queues under the empty name. */
export function latenciesByQueue(plant: Plant): ReadonlyMap<string, Latencies> {
  const latencies = [...plant.lines].map(([name, lines]) => [name, latenciesOf(lines)] as const);
  return new Map([...latencies, ["", latenciesOf(plant.queues)]]);
}

export function latenciesOf(lines: readonly BrokerQueue[]): Latencies {
  return {
    wait: DurationRecord.merged(lines.map((line) => line.waits)),
    sojourn: DurationRecord.merged(lines.map((line) => line.sojourns)),
  };
}
