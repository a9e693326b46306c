import type { Scenario } from "../scenarios/scenario.ts";
import { countInTime } from "./measure/count-in-time.ts";
import { closeLatencies, latenciesByQueue } from "./measure/latencies.ts";
import { leaveOutTransient } from "./measure/transient.ts";
import type { Plant } from "./plant/plant.ts";

export type RunEnd = ReturnType<typeof closeRun>;

/** Counts what is still open when a run is over. */
export function closeRun(plant: Plant, scenario: Scenario, warnings: Set<string>) {
  for (const group of plant.groups) group.noteOffered(plant.now);
  const inTime = countInTime(plant);
  closeLatencies(plant);
  const transient = scenario.transient && leaveOutTransient(plant.queues, scenario.transient, warnings);
  return { latencies: latenciesByQueue(plant), inTime, transient };
}

/** Of the tasks of each queue, for charts. */
export function distributionsOf({ latencies }: RunEnd, which: "wait" | "sojourn") {
  const queues = [...latencies].filter(([name]) => name !== "");
  return Object.fromEntries(queues.map(([name, latency]) => [name, latency[which].ecdf()]));
}
