import type { Group, Observation, Replica } from "../policy.ts";
import type { Gpu } from "./parameters.ts";
import { candidateSet, devicesByIndex, replicasOn } from "./placement.ts";

/**
 * Who leaves when `count` replicas go, one after the other: who failed or still warms up, else who is outside the GPUs that
 * the remaining count may use, else who has fewest tasks, else who shares its GPU with most, else on the highest index, else the newest.
 */
export function victims(gpu: Gpu | null, group: Group, observation: Observation, count: number): string[] {
  const devices = devicesByIndex(observation);
  const position = new Map(devices.map(({ name }, index) => [name, index]));
  const leaving: string[] = [];
  let remaining = group.replicas.filter(({ phase }) => phase !== "draining");
  for (let left = group.desired - 1; leaving.length < count && remaining.length > 0; left--) {
    const allowed = gpu === null ? undefined : new Set(candidateSet(gpu, devices, left).map(({ name }) => name));
    const counts = replicasOn({ ...group, replicas: remaining });
    const rank = (replica: Replica): readonly number[] => [
      USEFULNESS.indexOf(replica.phase ?? "ready"),
      isOutside(replica, allowed) ? 0 : 1,
      replica.inService ?? 0,
      -most(replica, (device) => counts.get(device) ?? 0),
      -most(replica, (device) => position.get(device) ?? -1),
    ];
    // The newest is last of all, and the first of equals wins.
    const [victim] = remaining.toReversed().sort((a, b) => compared(rank(a), rank(b)));
    leaving.push(victim?.id ?? "");
    remaining = remaining.filter(({ id }) => id !== victim?.id);
  }
  return leaving;
}

/** Least useful first; all that serve are alike. */
const USEFULNESS: readonly string[] = ["failed", "pending", "warming", "unhealthy", "ready"];

function isOutside({ devices = [] }: Replica, allowed: ReadonlySet<string> | undefined): boolean {
  return allowed !== undefined && devices.some((device) => !allowed.has(device));
}

function most({ devices = [] }: Replica, value: (device: string) => number): number {
  return Math.max(-1, ...devices.map(value));
}

function compared(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
