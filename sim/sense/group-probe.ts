import type { GroupState } from "../plant/group.ts";
import type { Plant } from "../plant/plant.ts";
import { blended, blendedSignals } from "./blend.ts";
import type { Probe, Readings, Totals } from "./feed.ts";
import { groupSignals } from "./group-signals.ts";
import { type ReplicaReading, replicaReading } from "./replica-reading.ts";
import { groupTotals, Span, spanTotals } from "./span.ts";
import { heldBy } from "./workers.ts";

/** What has to be measured of a group; which replicas there are, and in which phase, its owner knows at once. */
export interface GroupReading {
  /** Ids of its replicas, in the order of their starts, and the reading of each. None where each is read as it is listed. */
  readonly ids: readonly string[];
  readonly replicas: readonly ReplicaReading[];
  readonly signals: Record<string, number>;
  /** By id of a worker: tasks that it holds and has not begun. Only with push dispatch. */
  readonly held?: ReadonlyMap<string, number>;
}

export class GroupProbe implements Probe<GroupReading> {
  private readonly plant: Plant;
  private readonly window: number;
  private readonly start: number;
  private readonly atOnce: boolean;
  /** Of the last reading. */
  private readonly span: Span;

  /** `start`: Unix time at which the run begins. `atOnce`: every reading is shown when it is taken, and only then. */
  constructor(plant: Plant, window: number, start: number, atOnce: boolean) {
    this.plant = plant;
    this.window = window;
    this.start = start;
    this.atOnce = atOnce;
    this.span = new Span(plant);
  }

  totals(): Totals {
    return spanTotals(this.plant, this.window > 0);
  }

  read(now: Totals, earlier: Totals | undefined): Readings<GroupReading> {
    const { plant, span, atOnce } = this;
    span.set(now, this.window > 0 ? earlier : undefined);
    const readings: Record<string, GroupReading> = {};
    for (const group of plant.groups) {
      const ids: string[] = [];
      const replicas: ReplicaReading[] = [];
      if (!atOnce) {
        for (const row of group.members) {
          ids.push(plant.replicas.ids[row]!);
          replicas.push(this.replica(row, group));
        }
      }
      const signals = groupSignals(span, group, ended(now, earlier, groupTotals(plant, group.index)));
      readings[group.spec.name] =
        plant.push === undefined
          ? { ids, replicas, signals }
          : { ids, replicas, signals, held: heldBy(plant.push, group.members) };
    }
    return readings;
  }

  /** A replica at the moment of the last reading, which is now. */
  replica(row: number, group: GroupState): ReplicaReading {
    return replicaReading(this.span, row, group, this.start);
  }

  blend(before: GroupReading, now: GroupReading, weight: number): GroupReading {
    const known = new Map(before.ids.map((id, index) => [id, before.replicas[index]]));
    return {
      ...now,
      replicas: now.replicas.map((own, index) => blend(known.get(now.ids[index]!), own, weight)),
      signals: blendedSignals(before.signals, now.signals, weight),
    };
  }
}

/** The readings of a group's replicas one after the other, as they were started; undefined of one that was not there yet. */
export function inTurn(reading: GroupReading | undefined): (id: string) => ReplicaReading | undefined {
  if (reading === undefined) return () => undefined;
  const { ids, replicas } = reading;
  let next = 0;
  return (id) => {
    // Those in between are gone.
    let place = next;
    while (place < ids.length && ids[place] !== id) place++;
    if (place < ids.length) next = place + 1;
    return replicas[place];
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
