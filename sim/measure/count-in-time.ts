import type { BrokerQueue } from "../plant/broker-queue.ts";
import { CUT_IN_TIME, markCut } from "../plant/mark-cut.ts";
import type { Plant } from "../plant/plant.ts";
import { unfinished } from "./unfinished.ts";

/** Tasks of a line that are completed: those that had begun within the objective, and those done within it. */
export interface InTime {
  readonly begun: number;
  readonly done: number;
}

/** To be called once, at the end, before unfinished tasks enter the distributions. */
export function countInTime(plant: Plant): ReadonlyMap<BrokerQueue, InTime> {
  const { tasks, objective } = plant;
  cutAll(plant);
  const open = new Map<BrokerQueue, number>();
  for (const task of unfinished(plant)) {
    const queue = plant.queueOf(task);
    if (tasks.begun[task] === CUT_IN_TIME) open.set(queue, (open.get(queue) ?? 0) + 1);
  }
  return new Map(
    plant.queues.map((queue) => [
      queue,
      {
        begun: queue.waits.within(objective.wait) - queue.leftWithinWait - queue.inVain - (open.get(queue) ?? 0),
        done: queue.sojourns.within(objective.sojourn) - queue.leftWithinSojourn,
      },
    ]),
  );
}

/** Whatever is in service now came to nothing by the end of the run. */
function cutAll(plant: Plant): void {
  const { replicas, tasks } = plant;
  for (const { members } of plant.groups) {
    for (const row of members) {
      const station = replicas.stations[row];
      for (const task of station?.active ?? []) markCut(plant, task, tasks.since[task]!);
      if (station === undefined && replicas.tasks[row] !== -1)
        markCut(plant, replicas.tasks[row]!, replicas.taskSince[row]!);
    }
  }
}
