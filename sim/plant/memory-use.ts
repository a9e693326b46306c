import type { GroupSpec, Needs } from "../../scenarios/scenario.ts";
import { inHand } from "./interrupt.ts";
import type { DeviceState, NodeState } from "./nodes.ts";
import type { Plant } from "./plant.ts";
import { FAILED } from "./replicas.ts";

/** Memory for all the tasks that a replica may have at once: it must never find that there is none left. */
export function claimOf({ needs, workers, slots, batch }: GroupSpec): Needs {
  const { memory, memoryPerTask = 0, gpuMemory, gpuMemoryPerTask = 0 } = needs;
  if (memoryPerTask === 0 && gpuMemoryPerTask === 0) return needs;
  const most = workers ?? slots?.count ?? batch?.most ?? 1;
  return { ...needs, memory: memory + most * memoryPerTask, gpuMemory: gpuMemory + most * gpuMemoryPerTask };
}

/** What replicas have claimed for tasks they do not have now, by node and by device: not in use. Undefined: nothing ever is. */
export function unusedMemory(plant: Plant): ReadonlyMap<NodeState | DeviceState, number> | undefined {
  if (!variesInMemory(plant)) return undefined;
  const unused = new Map<NodeState | DeviceState, number>();
  const add = (where: NodeState | DeviceState, amount: number) => unused.set(where, (unused.get(where) ?? 0) + amount);
  for (const { spec, claim, members } of plant.groups) {
    if (claim === spec.needs) continue;
    const { memory, memoryPerTask = 0, gpuMemory, gpuMemoryPerTask = 0 } = spec.needs;
    for (const row of members) {
      const place = plant.replicas.places[row];
      if (place === undefined || plant.replicas.phases[row] === FAILED) continue;
      const tasks = inHand(plant, row);
      add(place.node, claim.memory - memory - tasks * memoryPerTask);
      for (const device of place.devices) add(device, claim.gpuMemory - gpuMemory - tasks * gpuMemoryPerTask);
    }
  }
  return unused;
}

function variesInMemory({ groups }: Plant): boolean {
  for (const { spec, claim } of groups) if (claim !== spec.needs) return true;
  return false;
}
