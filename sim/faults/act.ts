import type { Action } from "../../policies/policy.ts";
import type { Plant } from "../plant/plant.ts";
import { scale } from "../plant/scale.ts";

/** Does what a policy asks for: at once, or, while the actuator is slow or refuses, later or never. */
export function act(plant: Plant, action: Action): void {
  if (action.kind !== "scale") return;
  const group = plant.groups.find(({ spec }) => spec.name === action.group);
  if (group === undefined) return;
  const delay = Math.max(0, ...group.impediments);
  if (delay === 0) scale(plant, group, action);
  else if (delay < Number.POSITIVE_INFINITY) plant.agenda.at(plant.now + delay, () => scale(plant, group, action));
}
