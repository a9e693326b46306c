import type { Clock } from "../engine/clock.ts";
import { COMPLETE } from "../engine/kinds.ts";
import type { Arrivals } from "../workload/arrivals.ts";
import type { BrokerQueue } from "./broker-queue.ts";
import { watch } from "./expiry.ts";
import type { GroupState } from "./group.ts";
import type { Plant } from "./plant.ts";
import { BUSY, IDLE } from "./replicas.ts";
import { workDone } from "./stopping.ts";

/**
 * The way of plain tasks: of a line that one group serves, which serves no other, one task a replica. It is what `plant.ts` does with
 * every task, less all that does not happen to these.
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
  let clock: Clock | undefined;
  if (group.shares) {
    plant.use(row, group, 1);
    clock = replicas.clocks[row];
  }
  if (clock === undefined) {
    completions.times[row] = now + demand;
    completions.enter(row);
  } else clock.schedule(demand, COMPLETE, row, replicas.stamps[row]!);
}

/** A replica has finished its task in real time: it goes on with the next one, rests, or leaves. */
export function completePlainly(plant: Plant, group: GroupState, line: BrokerQueue, row: number): void {
  const { now, tasks, replicas, completions } = plant;
  if (goesOn(plant, group, line, row)) {
    const clock = group.shares ? replicas.clocks[row] : undefined;
    const demand = tasks.demands[replicas.tasks[row]!]!;
    if (clock === undefined) {
      completions.times[row] = now + demand;
      completions.replace(row);
    } else {
      completions.leave(row);
      clock.schedule(demand, COMPLETE, row, replicas.stamps[row]!);
    }
  } else {
    completions.leave(row);
    if (group.shares) plant.use(row, group, -1);
    restOrLeave(plant, group, row);
  }
}

/** The same on a clock that stands there. */
export function completeOnClock(plant: Plant, group: GroupState, line: BrokerQueue, row: number, clock: Clock): void {
  const { tasks, replicas } = plant;
  if (goesOn(plant, group, line, row))
    clock.proceed(tasks.demands[replicas.tasks[row]!]!, COMPLETE, row, replicas.stamps[row]!);
  else {
    clock.events.pop();
    plant.use(row, group, -1);
    restOrLeave(plant, group, row);
  }
}

/** A task is done. Whether the replica has begun the next one. */
function goesOn(plant: Plant, group: GroupState, line: BrokerQueue, row: number): boolean {
  const { now, tasks, replicas } = plant;
  const task = replicas.tasks[row]!;
  replicas.served[row]!++;
  group.completed++;
  line.completed++;
  line.sojourns.add(now - tasks.arrivals[task]!);
  tasks.remove(task);
  if (replicas.phases[row] === BUSY && line.size > 0) {
    plant.start(row, line.shift(now), line);
    return true;
  }
  line.inService.add(now, -1);
  replicas.endBusy(row, now);
  replicas.tasks[row] = -1;
  return false;
}

function restOrLeave(plant: Plant, group: GroupState, row: number): void {
  const { now, replicas } = plant;
  if (replicas.phases[row] !== BUSY) {
    workDone(plant, row);
    return;
  }
  replicas.phases[row] = IDLE;
  replicas.idleSince[row] = now;
  group.addIdle(replicas, row);
}
