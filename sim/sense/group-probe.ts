import type { Signals } from "../../policies/policy.ts";
import type { Plant } from "../plant/plant.ts";
import { blended, blendedSignals } from "./blend.ts";
import type { Probe, Totals } from "./feed.ts";
import { groupSignals } from "./group-signals.ts";
import { type ReplicaReading, replicaReading } from "./replica-reading.ts";
import { groupTotals, spanOf, spanTotals } from "./span.ts";
import { heldBy } from "./workers.ts";

/** What has to be measured of a group; which replicas there are, and in which phase, its owner knows at once. */
export interface GroupReading {
  readonly replicas: ReadonlyMap<string, ReplicaReading>;
  readonly signals: Signals;
  /** By id of a worker: tasks that it holds and has not begun. Only with push dispatch. */
  readonly held?: ReadonlyMap<string, number>;
}

/** `start`: Unix time at which the run begins. */
export function groupProbe(plant: Plant, window: number, start: number): Probe<GroupReading> {
  const { ids } = plant.replicas;
  return {
    totals: () => spanTotals(plant, window > 0),
    read(now, earlier) {
      const span = spanOf(plant, now, window > 0 ? earlier : undefined);
      return Object.fromEntries(
        plant.groups.map((group, index) => [
          group.spec.name,
          {
            replicas: new Map(group.members.map((row) => [ids[row]!, replicaReading(span, row, group, start)])),
            signals: groupSignals(span, group, ended(now, earlier, groupTotals(plant, index))),
            ...(plant.push === undefined ? {} : { held: heldBy(plant.push, group.members) }),
          },
        ]),
      );
    },
    blend: (before, now, weight) => ({
      ...now,
      replicas: new Map([...now.replicas].map(([id, own]) => [id, blend(before.replicas.get(id), own, weight)])),
      signals: blendedSignals(before.signals, now.signals, weight),
    }),
  };
}

function ended(now: Totals, earlier: Totals | undefined, at: number) {
  if (earlier === undefined || earlier.time >= now.time) return undefined;
  const since = (index: number) => now.values[index]! - earlier.values[index]!;
  return { completed: since(at), spoiled: since(at + 1), seconds: now.time - earlier.time };
}

/** The number of its tasks is no gauge: policies tell from it whether it is idle. */
function blend(before: ReplicaReading | undefined, now: ReplicaReading, weight: number): ReplicaReading {
  if (before === undefined) return now;
  const reading = blended(before, now, weight, ["utilization"]);
  if (before.signals === undefined || now.signals === undefined) return reading;
  return { ...reading, signals: blendedSignals(before.signals, now.signals, weight) };
}
