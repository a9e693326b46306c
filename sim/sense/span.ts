import type { Replica } from "../../policies/policy.ts";
import { unusedMemory } from "../plant/memory-use.ts";
import { type DeviceState, MICRO, type NodeState } from "../plant/nodes.ts";
import type { Plant } from "../plant/plant.ts";
import type { Totals } from "./feed.ts";
import { rate } from "./rates.ts";

/** What replicas, nodes and GPUs did from the beginning of a window until now; without a beginning: what they do now. */
export interface Span {
  readonly plant: Plant;
  readonly begin: number;
  readonly now: number;
  /** Seconds the replica in this row was at work before the window. */
  busyBefore(row: number): number;
  /** Of the cores asked for on a node, the share that there was. */
  readonly cpuShares: ReadonlyMap<NodeState, number>;
  /** Share of the GPU in use. */
  deviceUse(device: DeviceState): number;
  /** Claimed, but not in use. */
  unused(where: NodeState | DeviceState): number;
  /** What the last replica was given: mostly the next gets the same, and then the very objects. */
  readonly latest: { signals: Usage; measured: NonNullable<Replica["measured"]> };
}

/** Cores and bytes in use. */
type Usage = { readonly cpu: number; readonly memory: number };

/** `each`: of each replica as well. */
export function spanTotals(plant: Plant, each: boolean): Totals {
  const { groups, nodes, devices, now } = plant;
  const values: number[] = [];
  for (const { cpu } of nodes) values.push(cpu.used.integral(now), cpu.excess.integral(now));
  for (const device of devices) values.push(device.busy.used.integral(now));
  for (const { completed, spoiled } of groups) values.push(completed, spoiled);
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

export function spanOf(plant: Plant, totals: Totals, earlier: Totals | undefined): Span {
  const { nodes, devices } = plant;
  const { started } = plant.replicas;
  const unused = unusedMemory(plant);
  return {
    plant,
    begin: earlier?.time ?? totals.time,
    now: totals.time,
    // A row is used again, so of one that was not there before the window nothing is known; it had done nothing, either.
    busyBefore: (row) => (earlier?.busy !== undefined && started[row]! < earlier.time ? earlier.busy[row]! : 0),
    cpuShares: new Map(
      nodes.map((node, index) => {
        const used = rate(totals, earlier, 2 * index) ?? node.cpu.used.value;
        const excess = rate(totals, earlier, 2 * index + 1) ?? node.cpu.excess.value;
        return [node, excess > 0 ? used / (used + excess) : 1];
      }),
    ),
    deviceUse(device) {
      const used = rate(totals, earlier, 2 * nodes.length + devices.indexOf(device));
      return (used ?? device.busy.used.value) / MICRO;
    },
    unused: (where) => unused.get(where) ?? 0,
    latest: { signals: { cpu: -1, memory: -1 }, measured: { time: -1, window: -1 } },
  };
}

/** Seconds a replica has been at work since it was started. */
export function busyTime({ replicas, now }: Plant, row: number): number {
  const from = replicas.busyFrom[row]!;
  return replicas.busyTime[row]! + (from === -1 ? 0 : now - from);
}
