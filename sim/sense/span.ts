import type { Replica } from "../../policies/policy.ts";
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
  /** What the last replica was given: mostly the next gets the same, and then the very objects. */
  signals: { readonly cpu: number; readonly memory: number } | undefined;
  measured: Replica["measured"];
  private totals: Totals = { time: 0, values: [] };
  private earlier: Totals | undefined;
  private unusedMemory: ReadonlyMap<NodeState | DeviceState, number> = new Map();
  /** Of the cores asked for on a node, the share that there was. */
  private readonly cpuShares = new Map<NodeState, number>();

  constructor(plant: Plant) {
    this.plant = plant;
  }

  /** From now on it is another one. */
  set(totals: Totals, earlier: Totals | undefined): void {
    const { plant, cpuShares } = this;
    this.begin = earlier?.time ?? totals.time;
    this.now = totals.time;
    this.signals = undefined;
    this.measured = undefined;
    this.totals = totals;
    this.earlier = earlier;
    this.unusedMemory = unusedMemory(plant);
    for (let index = 0; index < plant.nodes.length; index++) {
      const node = plant.nodes[index]!;
      const used = rate(totals, earlier, 2 * index) ?? node.cpu.used.value;
      const excess = rate(totals, earlier, 2 * index + 1) ?? node.cpu.excess.value;
      cpuShares.set(node, excess > 0 ? used / (used + excess) : 1);
    }
  }

  /** Seconds the replica in this row was at work before the window. */
  busyBefore(row: number): number {
    const { earlier, plant } = this;
    // A row is used again, so of one that was not there before the window nothing is known; it had done nothing, either.
    return earlier?.busy !== undefined && plant.replicas.started[row]! < earlier.time ? earlier.busy[row]! : 0;
  }

  /** Of the cores asked for at the place of a replica, the share that it got. */
  cpuShare(row: number): number {
    const place = this.plant.replicas.places[row];
    return place === undefined ? 1 : (this.cpuShares.get(place.node) ?? 1);
  }

  /** Share of the GPU in use. */
  deviceUse(device: DeviceState): number {
    const { nodes, devices } = this.plant;
    const used = rate(this.totals, this.earlier, 2 * nodes.length + devices.indexOf(device));
    return (used ?? device.busy.used.value) / MICRO;
  }

  /** Claimed, but not in use. */
  unused(where: NodeState | DeviceState): number {
    return this.unusedMemory.get(where) ?? 0;
  }
}

/** `each`: of each replica as well. */
export function spanTotals(plant: Plant, each: boolean): Totals {
  const { groups, nodes, devices, now } = plant;
  const values = new Array<number>(groupTotals(plant, groups.length));
  let next = 0;
  for (const { cpu } of nodes) {
    values[next++] = cpu.used.integral(now);
    values[next++] = cpu.excess.integral(now);
  }
  for (const device of devices) values[next++] = device.busy.used.integral(now);
  for (const { completed, spoiled } of groups) {
    values[next++] = completed;
    values[next++] = spoiled;
  }
  return each ? { time: now, values, busy: busyTimes(plant) } : { time: now, values };
}

/** Of all rows; those that nobody has tell nothing. */
function busyTimes(plant: Plant): readonly number[] {
  const busy: number[] = [];
  const rows = plant.replicas.phases.length;
  for (let row = 0; row < rows; row++) busy.push(busyTime(plant, row));
  return busy;
}

/** Where the totals of a group are: tasks completed, and after it those that came to nothing. */
export function groupTotals({ nodes, devices }: Plant, group: number): number {
  return 2 * nodes.length + devices.length + 2 * group;
}

/** Seconds a replica has been at work since it was started. */
export function busyTime({ replicas, now }: Plant, row: number): number {
  const from = replicas.busyFrom[row]!;
  return replicas.busyTime[row]! + (from === -1 ? 0 : now - from);
}
