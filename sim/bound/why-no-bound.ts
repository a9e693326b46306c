import type { Scenario } from "../../scenarios/scenario.ts";

/** Why hindsight has nothing to say about a scenario; undefined: it has. A bound has to hold for every policy, or it is none. */
export function whyNoBound({ workload, queues, groups, faults = [] }: Scenario): string | undefined {
  const clients = workload.find(({ kind }) => kind === "clients");
  if (clients !== undefined) return `closed loop: when the clients of ${clients.name} send depends on the policy`;
  const follows = queues.find(({ followUps }) => followUps !== undefined);
  if (follows !== undefined) return `closed loop: ${follows.name} brings about work when its tasks are done`;
  const again = queues.find(({ retry }) => retry !== undefined)?.name ?? retriedClass(workload);
  if (again !== undefined) return `closed loop: what ${again} loses arrives again`;
  const holes = groups.find(({ failures }) => (failures?.blackHole ?? 0) > 0);
  if (holes !== undefined) return `${holes.name} may be a black hole: work can vanish sooner than it is done`;
  const purge = faults.find(({ kind }) => kind === "purge");
  if (purge !== undefined) return "a purge drops work that then need not be done";
  return undefined;
}

function retriedClass(workload: Scenario["workload"]): string | undefined {
  for (const { classes = [] } of workload) for (const { name, retry } of classes) if (retry !== undefined) return name;
  return undefined;
}
