import type { Action } from "../../policies/policy.ts";
import type { GroupState } from "../plant/group.ts";
import type { Plant } from "../plant/plant.ts";
import { scale } from "../plant/scale.ts";

/** Does what a policy asks for: at once, or, while the actuator is slow or refuses, later or never. */
export function act(plant: Plant, action: Action): void {
  if (action.kind !== "scale") return;
  for (const group of plant.groups) {
    if (group.spec.name !== action.group) continue;
    if (group.impediments.length === 0) scale(plant, group, action);
    else actLater(plant, group, action);
    return;
  }
}

function actLater(plant: Plant, group: GroupState, action: Extract<Action, { kind: "scale" }>): void {
  const delay = Math.max(...group.impediments);
  if (delay <= 0) scale(plant, group, action);
  else if (delay < Number.POSITIVE_INFINITY) plant.agenda.at(plant.now + delay, () => scale(plant, group, action));
}
