import type { Group, Observation, Seconds } from "../policies/policy.ts";
import type { Log } from "./log.ts";

/** Tells when a group has not had for so long what its owner works towards, and when it has it again. */
export function alarm(after: Seconds, log: Log): (observation: Observation) => void {
  const waitingSince = new Map<string, Seconds>();
  const told = new Set<string>();
  return ({ time, groups }) => {
    for (const [name, group] of Object.entries(groups)) {
      if (isReached(group)) {
        waitingSince.delete(name);
        if (told.delete(name)) log.info({ group: name, desired: group.desired }, "has what is desired");
        continue;
      }
      const since = waitingSince.get(name) ?? time;
      waitingSince.set(name, since);
      if (time - since < after || told.has(name)) continue;
      told.add(name);
      const ready = readyOf(group);
      log.error(
        { group: name, desired: group.desired, ready, replicas: group.replicas.length },
        "does not get what is desired",
      );
    }
  };
}

function isReached(group: Group): boolean {
  return readyOf(group) === group.desired && group.replicas.length === group.desired;
}

function readyOf({ replicas }: Group): number {
  return replicas.filter(({ phase }) => phase === "ready").length;
}
