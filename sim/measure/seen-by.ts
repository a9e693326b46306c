import type { Observation } from "../../policies/policy.ts";
import type { Seen } from "../result.ts";

/** What a policy saw of a group when it decided on it: the group, the queues it serves, and the gauges. Undefined where it saw none. */
export function seenBy({ groups, queues, signals }: Observation, name: string): Seen | undefined {
  const group = groups[name];
  if (group === undefined) return undefined;
  const replicas: Record<string, number> = {};
  for (const { phase = "unknown" } of group.replicas) replicas[phase] = (replicas[phase] ?? 0) + 1;
  const served: Record<string, Seen["queues"][string]> = {};
  for (const name of group.serves) {
    if (queues[name] === undefined) continue;
    const { needs: _, ...readings } = queues[name];
    served[name] = readings;
  }
  const { price: _, ...own } = group.signals;
  return {
    queues: served,
    replicas,
    minimum: group.minimum,
    ...(group.maximum === undefined ? {} : { maximum: group.maximum }),
    signals: { ...signals, ...own },
  };
}
