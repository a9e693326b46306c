import type { Group, Observation, Signals } from "../../policies/policy.ts";
import type { Seen } from "../result.ts";

/** What a policy saw of a group when it decided on it: the group, the queues it serves, and the gauges. Undefined where it saw none. */
export function seenBy({ groups, queues, signals }: Observation, name: string): Seen | undefined {
  const group = groups[name];
  if (group === undefined) return undefined;
  const { minimum, maximum } = group;
  const [served, replicas, told] = [queuesOf(group, queues), phasesOf(group), gauges(signals, group.signals)];
  if (maximum === undefined) return { queues: served, replicas, minimum, signals: told };
  return { queues: served, replicas, minimum, maximum, signals: told };
}

/** Filled one by one: V8 takes a microsecond for a field that is added to a copy by spread. */
function gauges(general: Signals, own: Signals): Record<string, number> {
  const all: Record<string, number> = {};
  for (const name in general) all[name] = general[name]!;
  for (const name in own) if (name !== "price") all[name] = own[name]!;
  return all;
}

function queuesOf({ serves }: Group, queues: Observation["queues"]): Seen["queues"] {
  const readings: Seen["queues"] = {};
  for (const name of serves) {
    const queue = queues[name];
    if (queue === undefined) continue;
    if (queue.needs === undefined) readings[name] = queue;
    else {
      const { needs: _, ...rest } = queue;
      readings[name] = rest;
    }
  }
  return readings;
}

function phasesOf({ replicas }: Group): Seen["replicas"] {
  const counts: Seen["replicas"] = {};
  for (const { phase = "unknown" } of replicas) counts[phase] = (counts[phase] ?? 0) + 1;
  return counts;
}
