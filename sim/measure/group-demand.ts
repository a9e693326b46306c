import type { GroupState } from "../plant/group.ts";
import type { Plant } from "../plant/plant.ts";
import type { Change } from "./changes.ts";
import { capacityOf, demandBefore, demandCurve } from "./demand.ts";
import type { StepFunction } from "./step-function.ts";

/** Ready replicas of the group that would keep up with its work, by window. Undefined where others serve its queues too. */
export function demandOf(plant: Plant, group: GroupState): StepFunction | undefined {
  return alone(plant, group)
    ? demandCurve(group.offered, plant.demandWindow, capacityOf(group.spec), plant.now)
    : undefined;
}

/** The changes of its desired count, with the demand at each. */
export function changesOf(plant: Plant, group: GroupState): Change[] {
  const known = alone(plant, group);
  const capacity = capacityOf(group.spec);
  return group.changes.map(({ time, from, to }) => {
    const demand = known ? demandBefore(group.offered, time, plant.demandWindow, capacity) : undefined;
    return { time, from, to, demand };
  });
}

function alone(plant: Plant, group: GroupState): boolean {
  return plant.groups.every((other) => other === group || !other.lines.some((line) => group.lines.includes(line)));
}
