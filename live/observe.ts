import type { Device, Group, Observation, Seconds } from "../policies/policy.ts";
import { queuesOf } from "./check.ts";
import type { Owned } from "./owner.ts";
import type { LiveFile } from "./schema.ts";
import type { Reading } from "./sensor.ts";
import { merged } from "./watch.ts";

/** What the policy sees: everything that was read by now. A group whose owner did not tell of it is left out. */
export function observation(
  time: Seconds,
  written: LiveFile,
  readings: readonly Reading[],
  owned: Readonly<Record<string, Owned>>,
): Observation {
  const queues = Object.fromEntries(queuesOf(written).map((name) => [name, {}]));
  const all = readings.reduce(merged, { queues });
  const groups = Object.entries(written.groups).flatMap(
    ([name, { owner: _, maximum, offers, ...group }]): [string, Group][] => {
      const told = owned[name];
      if (told === undefined) return [];
      const limits = { ...(maximum === undefined ? {} : { maximum }), ...(offers === undefined ? {} : { offers }) };
      return [[name, { ...group, ...limits, ...told, signals: all.groups?.[name]?.signals ?? {} }]];
    },
  );
  return {
    time,
    queues: all.queues ?? {},
    groups: Object.fromEntries(groups),
    nodes: all.nodes ?? {},
    devices: Object.fromEntries(Object.entries(all.devices ?? {}).filter(isListed)),
    caches: all.caches ?? {},
    signals: all.signals ?? {},
  };
}

/** Models may be told of on a GPU that no sensor sees. */
function isListed(entry: [string, Partial<Device>]): entry is [string, Device] {
  return entry[1].node !== undefined && entry[1].index !== undefined;
}
