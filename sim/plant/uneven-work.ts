import type { GroupState } from "./group.ts";
import type { Plant } from "./plant.ts";

/** What a task that this replica begins now really takes: more for the first after its start, and little in a black hole. */
export function unevenWork({ replicas }: Plant, row: number, group: GroupState, work: number): number {
  const { firstTasks, failures } = group.spec;
  if (replicas.hollow[row] === 1) return failures?.blackHoleTime ?? 0;
  return replicas.served[row]! < group.firstTasks ? work * (firstTasks?.slowdown ?? 1) : work;
}
