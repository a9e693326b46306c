import type { GroupState } from "../plant/group.ts";
import type { Plant } from "../plant/plant.ts";
import { blended, blendedSignals } from "./blend.ts";
import type { Probe, Readings, Totals } from "./feed.ts";
import { groupSignals } from "./group-signals.ts";
import { type ReplicaReading, ReplicaSensor } from "./replica-reading.ts";
import { Span } from "./span.ts";
import { heldBy } from "./workers.ts";

/** What has to be measured of a group; which replicas there are, and in which phase, its owner knows at once. */
export interface GroupReading {
  /** Ids of its replicas, in the order of their starts, and the reading of each. None where each is read as it is listed. */
  readonly ids: readonly string[];
  readonly replicas: readonly ReplicaReading[];
  readonly signals: Record<string, number>;
  /** By id of a worker: tasks that it holds and has not begun. Only with push dispatch. */
  readonly held: ReadonlyMap<string, number> | undefined;
}

export class GroupProbe implements Probe<GroupReading> {
  private readonly plant: Plant;
  private readonly window: number;
  private readonly atOnce: boolean;
  /** Of the last reading. */
  private readonly span: Span;
  private readonly sensor: ReplicaSensor;

  /** `start`: Unix time at which the run begins. `atOnce`: every reading is shown when it is taken, and only then. */
  constructor(plant: Plant, window: number, start: number, atOnce: boolean) {
    this.plant = plant;
    this.window = window;
    this.atOnce = atOnce;
    this.span = new Span(plant);
    this.sensor = new ReplicaSensor(this.span, start);
  }

  totals(into: Totals): void {
    this.span.total(this.window > 0, into);
  }

  read(now: Totals, earlier: Totals | undefined): Readings<GroupReading> {
    const { plant, span, sensor } = this;
    span.set(now, this.window > 0 ? earlier : undefined);
    sensor.begin();
    const readings: Record<string, GroupReading> = {};
    for (const group of plant.groups) readings[group.spec.name] = this.reading(group, now, earlier);
    return readings;
  }

  private reading(group: GroupState, now: Totals, earlier: Totals | undefined): GroupReading {
    const { plant, span, sensor } = this;
    const { members } = group;
    span.measure(members);
    const signals = groupSignals(span, group, now, earlier);
    const held = plant.push && heldBy(plant.push, members);
    if (this.atOnce) return { ids: NONE, replicas: NONE, signals, held };
    const ids = members.map((row) => plant.replicas.ids[row]!);
    const replicas = members.map((row) => sensor.read(row, group).kept);
    return { ids, replicas, signals, held };
  }

  /** A replica at the moment of the last reading, which is now. It is there until the next is asked for. */
  replica(row: number, group: GroupState): ReplicaSensor {
    return this.sensor.read(row, group);
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

const NONE: readonly never[] = [];

/** The number of its tasks is no gauge: policies tell from it whether it is idle. */
function blend(before: ReplicaReading | undefined, now: ReplicaReading, weight: number): ReplicaReading {
  if (before === undefined) return now;
  const reading = blended(before, now, weight, ["utilization"]);
  if (before.signals === undefined || now.signals === undefined) return reading;
  return { ...reading, signals: blendedSignals(before.signals, now.signals, weight) };
}
