import type { Plant } from "../plant/plant.ts";

/** The tasks in the system: waiting, held by a replica, or in service. */
export function* unfinished(plant: Plant): Generator<number> {
  const { replicas } = plant;
  for (const queue of plant.queues) yield* queue.tasks();
  for (const group of plant.groups) {
    for (const row of group.members) {
      const station = replicas.stations[row];
      if (station !== undefined) yield* [...station.active, ...station.held];
      else if (replicas.tasks[row] !== -1) yield replicas.tasks[row]!;
    }
  }
}
