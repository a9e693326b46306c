import { Clock } from "../engine/clock.ts";
import { COMPLETE } from "../engine/kinds.ts";
import type { GroupState } from "./group.ts";
import type { NodeState, Place } from "./nodes.ts";
import type { Plant } from "./plant.ts";

/**
 * While no more of a node is asked for than there is, its clocks would show real time, and single tasks do without them. From the first
 * time on that more is asked for, what is done there is on clocks.
 */
export function watchForExcess(plant: Plant, node: NodeState): void {
  const putOnClocks = () => {
    if (!node.unhurried) return;
    node.unhurried = false;
    const { replicas, completions, groups } = plant;
    const rows = groups.flatMap(({ members }) => members.filter((row) => replicas.places[row]?.node === node));
    // Of one instant, those first that were entered first.
    rows.sort((a, b) => completions.orders[a]! - completions.orders[b]!);
    for (const row of rows) putOnClock(plant, row);
  };
  node.cpu.beforeExcess = putOnClocks;
  for (const device of node.devices) device.busy.beforeExcess = putOnClocks;
}

/** Who is done at this very instant is so in real time, and goes on with its next task on the clock. */
function putOnClock(plant: Plant, row: number): void {
  const { replicas, completions, now } = plant;
  const clock = serviceClock(plant, replicas.places[row]!, plant.groupOf(row));
  replicas.clocks[row] = clock;
  const time = completions.times[row]!;
  if (clock === undefined || time <= now || time === Number.POSITIVE_INFINITY) return;
  completions.leave(row);
  clock.enter(time, COMPLETE, row, replicas.stamps[row]!);
}

/** What tasks at a place run on; undefined: real time. */
export function serviceClock(plant: Plant, place: Place, group: GroupState): Clock | undefined {
  const alone = place.node.unhurried && !group.stations;
  return alone ? undefined : clockOf(plant, place, group.cores, group.gpuUse);
}

/**
 * The clock of work at a place: that of its first GPU, on that of its node; of what it does not use it does not feel the
 * contention. Undefined, real time, for work that uses neither.
 */
export function clockOf(plant: Plant, place: Place, cores: number, gpuUse: number): Clock | undefined {
  const device = gpuUse > 0 ? place.devices[0] : undefined;
  if (device === undefined) return cores > 0 ? nodeClock(plant, place.node) : undefined;
  if (cores > 0) {
    device.clock ??= device.busy.attach(newClock(plant, nodeClock(plant, place.node)));
    return device.clock;
  }
  device.clockAlone ??= device.busy.attach(newClock(plant));
  return device.clockAlone;
}

function nodeClock(plant: Plant, node: NodeState): Clock {
  node.clock ??= node.cpu.attach(newClock(plant));
  return node.clock;
}

/** `base`: the one it runs on; undefined: real time. */
export function newClock(plant: Plant, base?: Clock): Clock {
  const clock = new Clock(plant.clocks.length, plant, base);
  plant.clocks.push(clock);
  return clock;
}
