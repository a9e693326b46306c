import type { Arrivals } from "../workload/arrivals.ts";
import type { BrokerQueue } from "./broker-queue.ts";
import { watch } from "./expiry.ts";
import type { GroupState } from "./group.ts";
import type { Plant } from "./plant.ts";
import { BUSY, IDLE } from "./replicas.ts";
import { workDone } from "./stopping.ts";

/**
 * The way of plain tasks: of a line that one group serves, which serves no other, one task a replica and in real time. It is what
 * `plant.ts` does with every task, less all that does not happen to these.
 */

/** One arrives: a replica begins it, or it waits. */
export function arrivePlainly(plant: Plant, group: GroupState, arrival: Arrivals): void {
  const { now, tasks, replicas, completions } = plant;
  const { queue: index, demand } = arrival;
  const line = plant.queues[index]!;
  const task = tasks.add(now, demand, index);
  line.arrived++;
  line.offered += demand;
  const row = group.nextIdle();
  if (row === -1) {
    line.push(now, task);
    if (line.timeToLive < Number.POSITIVE_INFINITY) watch(plant, index);
    return;
  }
  group.removeIdle(replicas, row);
  replicas.phases[row] = BUSY;
  replicas.busyFrom[row] = now;
  line.inService.add(now, 1);
  plant.start(row, task, line);
  completions.times[row] = now + demand;
  completions.enter(row);
}

/** A replica has finished its task: it goes on with the next one, rests, or leaves. */
export function completePlainly(plant: Plant, group: GroupState, line: BrokerQueue, row: number): void {
  const { now, tasks, replicas, completions } = plant;
  const task = replicas.tasks[row]!;
  replicas.served[row]!++;
  group.completed++;
  line.completed++;
  line.sojourns.add(now - tasks.arrivals[task]!);
  tasks.remove(task);
  const stays = replicas.phases[row] === BUSY;
  if (stays && line.size > 0) {
    const next = line.shift(now);
    plant.start(row, next, line);
    completions.times[row] = now + tasks.demands[next]!;
    completions.replace(row);
    return;
  }
  line.inService.add(now, -1);
  replicas.endBusy(row, now);
  replicas.tasks[row] = -1;
  completions.leave(row);
  if (stays) {
    replicas.phases[row] = IDLE;
    replicas.idleSince[row] = now;
    group.addIdle(replicas, row);
  } else workDone(plant, row);
}
