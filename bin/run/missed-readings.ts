import type { LiveConfig } from "../../live/index.ts";
import type { Json, Observation, Policy } from "../../policies/index.ts";
import { recorded } from "../reads/recorded.ts";

/** Readings by name that a policy looks for at this observation and does not find, of those that a sensor or an owner could give. */
export function missedReadings(
  policy: Policy,
  observation: Observation,
  memory: Json,
  { groups }: Pick<LiveConfig["written"], "groups">,
): string[] {
  const missed = new Set<string>();
  const seen = { ...observation, groups: { ...observation.groups } };
  for (const [name, group] of Object.entries(observation.groups)) {
    // What is looked for in a process shows only while there is one. Of itself it tells what it is asked, and no more.
    const { processes } = groups[name]?.owner ?? {};
    if (processes === undefined) continue;
    const process = { id: "process", phase: "ready", started: observation.time, since: observation.time } as const;
    const told = processes.inService === undefined ? process : { ...process, inService: 0 };
    const others = group.replicas.map((replica) => ({ ...told, ...replica }));
    seen.groups[name] = { ...group, replicas: [...others, told] };
  }
  try {
    policy.decide(
      recorded(seen, (path) => missed.add(path.join("."))),
      memory,
    );
  } catch {
    // What is wrong with it shows when it decides unwatched.
  }
  return [...new Set([...missed].map((path) => path.replace(OF_REPLICA, ".replicas.$1")))].filter((path) =>
    READINGS.test(path),
  );
}

const OF_REPLICA = /\.replicas\.\d+\.(\w+)/;

const READINGS =
  /^(signals\.[^.]+|groups\.[^.]+\.signals\.[^.]+|groups\.[^.]+\.replicas\.(inService|utilization|signals.*)|queues\.[^.]+(\.(waiting|inService|oldestWait|arrivalRate|deliveryRate|consumers))?|(nodes|devices)\..+)$/;
