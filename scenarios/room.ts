import { claimOf, nodesFor } from "./check-plant.ts";
import { gpusOf } from "./resolve.ts";
import type { Needs } from "./scenario.ts";
import type { ScenarioFile } from "./schema.ts";

/** Groups that are allowed more replicas, or given more by a static policy, than the nodes hold when nothing else runs there. */
export function roomWarnings({ groups, nodes, policies }: ScenarioFile): string[] {
  return Object.entries(groups).flatMap(([name, group]) => {
    // The dead that stay listed count towards the maximum and take no room.
    const maximum = group.failures?.prune === false ? undefined : group.maximum;
    const counts = policies.map((policy) => Math.min(fixedCount(policy, name), maximum ?? Number.POSITIVE_INFINITY));
    const room = roomFor(group, nodes);
    if (Math.max(maximum ?? 0, ...counts) <= room) return [];
    return [`at most ${room} ${room === 1 ? "replica" : "replicas"} of ${name} find room; the rest would stay pending`];
  });
}

/** What the policy `static` gives the group; 0 when it says nothing. */
function fixedCount(policy: ScenarioFile["policies"][number], group: string): number {
  if (typeof policy === "string" || policy.policy !== "static") return 0;
  const { counts } = policy.parameters as { readonly counts?: Readonly<Record<string, number>> };
  return counts?.[group] ?? 0;
}

function roomFor(group: ScenarioFile["groups"][string], nodes: ScenarioFile["nodes"]): number {
  const needs = claimOf(group);
  const rooms = Object.values(nodesFor(group, nodes)).map(
    (node) => roomOn(node, needs) * (group.node === undefined ? node.count : 1),
  );
  return rooms.reduce((sum, room) => sum + room, 0);
}

/** Where a replica takes several GPUs, this may be one too many, never too few. */
function roomOn(node: ScenarioFile["nodes"][string], needs: Needs): number {
  const byMemory = times(needs.memory, node.memory);
  if (needs.gpus === 0) return byMemory;
  const shares = gpusOf(node).map((memory) => times(needs.gpuMemory, memory));
  const fitting = shares.filter((share) => share > 0);
  if (fitting.length < needs.gpus) return 0;
  return Math.min(byMemory, Math.floor(fitting.reduce((sum, share) => sum + share, 0) / needs.gpus));
}

function times(part: number, whole: number): number {
  return part === 0 ? Number.POSITIVE_INFINITY : Math.floor(whole / part);
}
