import { unusedMemory } from "../plant/memory-use.ts";
import { type DeviceState, MICRO, type NodeState } from "../plant/nodes.ts";
import type { Plant } from "../plant/plant.ts";
import type { Totals } from "./feed.ts";
import { rate } from "./rates.ts";

/** What replicas, nodes and GPUs did from the beginning of a window until now; without a beginning: what they do now. */
export class Span {
  readonly plant: Plant;
  begin = 0;
  now = 0;
  private totals: Totals | undefined;
  private earlier: Totals | undefined;
  private unusedMemory: ReadonlyMap<NodeState | DeviceState, number> = new Map();
  /** Of the cores asked for on a node, the share that there was; only of nodes that have not been enough. */
  private readonly cpuShares = new Map<NodeState, number>();
  private readonly devices: ReadonlyMap<DeviceState, number>;

  constructor(plant: Plant) {
    this.plant = plant;
    this.devices = new Map(plant.devices.map((device, index) => [device, index]));
  }

  /** From now on it is another one. */
  set(totals: Totals, earlier: Totals | undefined): void {
    const { plant, cpuShares } = this;
    const { nodes } = plant;
    this.begin = earlier === undefined ? totals.time : earlier.time;
    this.now = totals.time;
    this.totals = totals;
    this.earlier = earlier;
    this.unusedMemory = unusedMemory(plant);
    cpuShares.clear();
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      const excess = rate(totals, earlier, nodeTotals(plant, index) + 1) ?? node.cpu.excess.value;
      if (excess <= 0) continue;
      const used = rate(totals, earlier, nodeTotals(plant, index)) ?? node.cpu.used.value;
      cpuShares.set(node, used / (used + excess));
    }
  }

  /** Seconds the replica in this row was at work before the window. */
  busyBefore(row: number): number {
    const { earlier, plant } = this;
    // A row is used again, so of one that was not there before the window nothing is known; it had done nothing, either.
    return earlier !== undefined && plant.replicas.started[row]! < earlier.time ? earlier.busy[row]! : 0;
  }

  /** Of the cores asked for at the place of a replica, the share that it got. */
  cpuShare(row: number): number {
    if (this.cpuShares.size === 0) return 1;
    const place = this.plant.replicas.places[row];
    return place === undefined ? 1 : (this.cpuShares.get(place.node) ?? 1);
  }

  /** Share of the GPU in use. */
  deviceUse(device: DeviceState): number {
    const { plant, totals, earlier, devices } = this;
    const used = totals && rate(totals, earlier, deviceTotals(plant) + devices.get(device)!);
    return (used ?? device.busy.used.value) / MICRO;
  }

  /** Claimed, but not in use. */
  unused(where: NodeState | DeviceState): number {
    return this.unusedMemory.get(where) ?? 0;
  }
}

/** Of each group tasks completed and those that came to nothing; `averaged`: what is averaged over a window as well. */
export function spanTotals(plant: Plant, averaged: boolean, into: Totals): void {
  const { groups, nodes, devices, now } = plant;
  const { values } = into;
  into.time = now;
  let next = 0;
  for (const { completed, spoiled } of groups) {
    values[next++] = completed;
    values[next++] = spoiled;
  }
  if (!averaged) return;
  for (const { cpu } of nodes) {
    values[next++] = cpu.used.integral(now);
    values[next++] = cpu.excess.integral(now);
  }
  for (const device of devices) values[next++] = device.busy.used.integral(now);
  const rows = plant.replicas.ids.length;
  for (let row = 0; row < rows; row++) into.busy[row] = busyTime(plant, row);
}

/** Where the totals of a group are: tasks completed, and after it those that came to nothing. */
export function groupTotals(group: number): number {
  return 2 * group;
}

/** Where those of a node are: cores used, and after it those that were missing. */
function nodeTotals({ groups }: Plant, node: number): number {
  return 2 * (groups.length + node);
}

/** Where those of GPUs begin. */
function deviceTotals({ groups, nodes }: Plant): number {
  return 2 * (groups.length + nodes.length);
}

/** Seconds a replica has been at work since it was started. */
export function busyTime({ replicas, now }: Plant, row: number): number {
  const from = replicas.busyFrom[row]!;
  return replicas.busyTime[row]! + (from === -1 ? 0 : now - from);
}
