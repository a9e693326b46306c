import { Clock } from "../engine/clock.ts";
import type { NodeState, Place } from "./nodes.ts";
import type { Plant } from "./plant.ts";

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
