import { COMPLETE } from "../engine/kinds.ts";
import type { Arrivals } from "../workload/arrivals.ts";
import type { BrokerQueue } from "./broker-queue.ts";
import { watch } from "./expiry.ts";
import type { GroupState } from "./group.ts";
import type { Plant } from "./plant.ts";
import { BUSY, IDLE } from "./replicas.ts";

/**
 * The way of plain tasks: of a line that one group serves, which serves no other, one task a replica. It is what `plant.ts` does with
 * every task, less all that does not happen to these.
 */

/**
 * Arrivals and completions of plain tasks, one after the other, until something else comes first (`plant.until`), the last task has
 * arrived, or there were so many of them. Returns how many there were.
 */
export function goPlainly(plant: Plant, arrivals: Arrivals, most: number): number {
  const { tasks, replicas, completions } = plant;
  const { plain } = plant.servers;
  let left = most;
  while (left > 0) {
    const now = arrivals.time;
    if (completions.time <= now) {
      left -= completePlainly(plant, arrivals, left);
      if (completions.time <= now) break;
      continue;
    }
    const { queue: index, demand } = arrivals;
    const group = plain[index];
    if (now >= plant.until || group === undefined) break;
    left--;
    plant.now = now;
    const line = plant.queues[index]!;
    const task = tasks.add(now, demand, index);
    line.arrived++;
    line.offered += demand;
    const row = group.nextIdle();
    if (row === -1) {
      line.push(now, task);
      if (line.timeToLive < Number.POSITIVE_INFINITY) {
        watch(plant, index);
        plant.lookAhead();
      }
    } else {
      group.removeIdle(replicas, row);
      replicas.phases[row] = AT_WORK;
      replicas.busyFrom[row] = now;
      replicas.tasks[row] = task;
      replicas.taskSince[row] = now;
      tasks.begun[task] = 1;
      line.delivered++;
      line.waits.addZeros(1);
      line.inService.add(now, 1);
      if (group.shares) plant.use(row, group, 1);
      const clock = group.shares ? replicas.clocks[row] : undefined;
      if (clock === undefined) {
        completions.times[row] = now + demand;
        completions.enter(row);
      } else {
        clock.schedule(demand, COMPLETE, row, replicas.stamps[row]!);
        plant.lookAhead();
      }
    }
    arrivals.advance();
    if (arrivals.time === Number.POSITIVE_INFINITY) break;
  }
  return most - left;
}

/** Completions in real time, until the next task arrives: replicas at work go on with tasks that wait, or rest. */
function completePlainly(plant: Plant, arrivals: Arrivals, most: number): number {
  const { tasks, replicas, completions } = plant;
  for (let count = 0; count < most; count++) {
    const now = completions.time;
    if (now > arrivals.time || now > plant.until) return count;
    const { row } = completions;
    const group = plant.groupOf(row);
    const { line } = group;
    if (line === undefined || replicas.phases[row] !== AT_WORK) return count;
    plant.now = now;
    const task = replicas.tasks[row]!;
    replicas.served[row]!++;
    group.completed++;
    line.completed++;
    line.sojourns.add(now - tasks.arrivals[task]!);
    tasks.remove(task);
    if (line.size > 0) goOn(plant, group, line, row);
    else {
      completions.leaveFirst();
      line.inService.add(now, -1);
      replicas.endBusy(row, now);
      replicas.tasks[row] = -1;
      if (group.shares) {
        plant.use(row, group, -1);
        // Others may go on faster.
        if (replicas.clocks[row] !== undefined) plant.lookAhead();
      }
      replicas.phases[row] = AT_REST;
      replicas.idleSince[row] = now;
      group.addIdle(replicas, row);
    }
  }
  return most;
}

/** The first of those that wait is next. */
function goOn(plant: Plant, group: GroupState, line: BrokerQueue, row: number): void {
  const { now, tasks, replicas, completions } = plant;
  const task = line.shift(now);
  plant.start(row, task, line);
  const demand = tasks.demands[task]!;
  const clock = group.shares ? replicas.clocks[row] : undefined;
  if (clock === undefined) {
    completions.times[row] = now + demand;
    completions.replace(row);
  } else {
    completions.leaveFirst();
    clock.schedule(demand, COMPLETE, row, replicas.stamps[row]!);
    plant.lookAhead();
  }
}

/** What is imported V8 looks up at every use, and takes for any number; what a module keeps to itself it knows. */
const AT_WORK = BUSY;
const AT_REST = IDLE;
