import type { Group, Observation } from "../../policies/policy.ts";
import type { Seen } from "../result.ts";

/** What a policy saw of a group when it decided on it: the group, the queues it serves, and the gauges. Undefined where it saw none. */
export function seenBy({ groups, queues, signals }: Observation, name: string): Seen | undefined {
  const group = groups[name];
  if (group === undefined) return undefined;
  const { minimum, maximum } = group;
  const seen = { queues: served(group, queues), replicas: phases(group) };
  const gauges = { ...signals };
  for (const name in group.signals) if (name !== "price") gauges[name] = group.signals[name]!;
  if (maximum === undefined) return { ...seen, minimum, signals: gauges };
  return { ...seen, minimum, maximum, signals: gauges };
}

function served({ serves }: Group, queues: Observation["queues"]): Seen["queues"] {
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

function phases({ replicas }: Group): Seen["replicas"] {
  const counts: Seen["replicas"] = {};
  for (const { phase = "unknown" } of replicas) counts[phase] = (counts[phase] ?? 0) + 1;
  return counts;
}
