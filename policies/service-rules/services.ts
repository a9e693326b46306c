import type { Decision, Group, Observation, Seconds } from "../policy.ts";
import { type Conditions, conditionsOf } from "./conditions.ts";
import { floorsAt } from "./floors.ts";
import { judge } from "./judge.ts";
import { type Memory, type ServiceMemory, unseen } from "./memory.ts";
import type { Parameters } from "./parameters.ts";
import type { Promised } from "./placement.ts";

/** A decision on each service, by the conditions of all of them at this check. */
export function judgeServices(
  parameters: Parameters,
  observation: Observation,
  remembered: Memory["services"],
): { readonly decisions: readonly Decision[]; readonly services: Memory["services"] } {
  const { groups, time } = observation;
  const names = Object.keys(parameters.services);
  const before = new Map(names.map((name) => [name, known(remembered, name, groups[name], time)]));
  const conditions = new Map<string, Conditions>();
  for (const name of names) {
    const group = groups[name];
    const service = parameters.services[name];
    if (group === undefined || service === undefined) continue;
    conditions.set(name, conditionsOf(parameters, service, group, observation, before.get(name) ?? unseen));
  }
  const floors = floorsAt(parameters, time);
  const promised: Promised = new Map();
  const services: Record<string, ServiceMemory> = {};
  const decisions = names.map((name): Decision => {
    const group = groups[name];
    const service = parameters.services[name];
    const memory = before.get(name) ?? unseen;
    if (group === undefined || service === undefined) {
      services[name] = memory;
      return { subject: name, action: null, because: [{ code: "group-not-listed", facts: {} }] };
    }
    const view = { name, service, group, parameters, observation, memory, floors, conditions, promised };
    const { decision, emergency, isEmergency } = judge(view);
    const { action } = decision;
    services[name] = {
      ...memory,
      seen: time,
      desired: group.desired,
      clocks: conditions.get(name)?.clocks ?? {},
      emergencies: isEmergency ? memory.emergencies : 0,
      asked: action?.kind === "scale" ? { desired: action.desired, emergency } : null,
    };
    return decision;
  });
  return { decisions, services };
}

/**
 * What is known of a service once its count has been read back. Whoever changed it, the cooldown runs: from the check that asked
 * for this count, or, when nobody here did, from now. A step that was refused starts nothing.
 */
function known(all: Memory["services"], name: string, group: Group | undefined, time: Seconds): ServiceMemory {
  const memory = (Object.hasOwn(all, name) ? all[name] : undefined) ?? unseen;
  if (group === undefined || memory.desired === null || group.desired === memory.desired) return memory;
  const { asked } = memory;
  if (asked?.desired !== group.desired || memory.seen === null) return { ...memory, changed: time };
  if (!asked.emergency) return { ...memory, changed: memory.seen };
  return { ...memory, changed: memory.seen, emergency: memory.seen, emergencies: memory.emergencies + 1 };
}
