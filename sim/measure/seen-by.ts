import type { Observation } from "../../policies/policy.ts";
import type { Seen } from "../result.ts";

/** What a policy saw of a group when it decided on it: the group, the queues it serves, and the gauges. Undefined where it saw none. */
export function seenBy({ groups, queues, signals }: Observation, name: string): Seen | undefined {
  const group = groups[name];
  if (group === undefined) return undefined;
  const replicas: Record<string, number> = {};
  for (const { phase = "unknown" } of group.replicas) replicas[phase] = (replicas[phase] ?? 0) + 1;
  const { price: _, ...own } = group.signals;
  return {
    queues: Object.fromEntries(
      group.serves.flatMap((queue) => {
        if (queues[queue] === undefined) return [];
        const { needs: _, ...readings } = queues[queue];
        return [[queue, readings]];
      }),
    ),
    replicas,
    minimum: group.minimum,
    ...(group.maximum === undefined ? {} : { maximum: group.maximum }),
    signals: { ...signals, ...own },
  };
}
