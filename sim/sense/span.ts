import type { Gauge } from "../measure/gauge.ts";
import { unusedMemory } from "../plant/memory-use.ts";
import { type DeviceState, MICRO, type NodeState } from "../plant/nodes.ts";
import type { Plant } from "../plant/plant.ts";
import type { Totals } from "./feed.ts";
import { rateOr } from "./rates.ts";

/** What replicas, nodes and GPUs did from the beginning of a window until now; without a beginning: what they do now. */
export class Span {
  readonly plant: Plant;
  begin = 0;
  now = 0;
  private totals: Totals | undefined;
  private earlier: Totals | undefined;
  private unusedMemory: ReadonlyMap<NodeState | DeviceState, number> | undefined;
  /** Of the cores asked for on a node, the share that there was; only of nodes that have not been enough. */
  private readonly cpuShares = new Map<NodeState, number>();
  /** By row, of the replicas that were measured: seconds at work, and the share as far as they were ready. */
  private works = new Float64Array(0);
  private uses = new Float64Array(0);
  /** By number of a GPU: the last round in which it was come across. */
  private readonly met: Int32Array;
  private round = 0;
  /** What is averaged of nodes and GPUs, in the order of their totals: looked up here, each is a look at one place instead of four. */
  private readonly gauges: Gauge[] = [];

  constructor(plant: Plant) {
    const { nodes, devices } = plant;
    this.plant = plant;
    this.met = new Int32Array(devices.length);
    for (const { cpu } of nodes) this.gauges.push(cpu.used, cpu.excess);
    for (const { busy } of devices) this.gauges.push(busy.used);
  }

  /** Of each group tasks completed and those that came to nothing; `averaged`: what is averaged over a window as well. */
  total(averaged: boolean, into: Totals): void {
    const { gauges } = this;
    const { groups, replicas, now } = this.plant;
    const { values, busy } = into;
    into.time = now;
    let next = 0;
    for (const { completed, spoiled } of groups) {
      values[next++] = completed;
      values[next++] = spoiled;
    }
    if (!averaged) return;
    for (let index = 0; index < gauges.length; index++) values[next++] = gauges[index]!.integral(now);
    const { ids, busyFrom, busyTime } = replicas;
    for (let row = 0; row < ids.length; row++) {
      const from = busyFrom[row]!;
      busy[row] = busyTime[row]! + (from === -1 ? 0 : now - from);
    }
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
    if (cpuShares.size > 0) cpuShares.clear();
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      const excess = rateOr(totals, earlier, nodeTotals(plant, index) + 1, node.cpu.excess.value);
      if (excess <= 0) continue;
      const used = rateOr(totals, earlier, nodeTotals(plant, index), node.cpu.used.value);
      cpuShares.set(node, used / (used + excess));
    }
  }

  /** Sees what the replicas in these rows did: `work` and `use` tell it until the next are set. */
  measure(rows: readonly number[]): void {
    const { plant, earlier, begin, now } = this;
    const { busyFrom, busyTime, started, readyAt } = plant.replicas;
    if (this.works.length < started.length) {
      this.works = new Float64Array(started.length);
      this.uses = new Float64Array(started.length);
    }
    const { works, uses } = this;
    for (const row of rows) {
      const from = busyFrom[row]!;
      let work = busyTime[row]! + (from === -1 ? 0 : now - from);
      // A row is used again, so of one that was not there before the window nothing is known; it had done nothing, either.
      if (earlier !== undefined && started[row]! < earlier.time) work -= earlier.busy[row]!;
      works[row] = work;
      const length = now - Math.max(begin, readyAt[row]!);
      if (length > 0) uses[row] = Math.min(1, work / length);
      else uses[row] = length < 0 ? Number.NaN : Number(from !== -1);
    }
  }

  /** Seconds of the window that a replica was at work. */
  work(row: number): number {
    return this.works[row]!;
  }

  /** Share of the window, as far as a replica was ready, that it was at work. NaN before it is ready. */
  use(row: number): number {
    return this.uses[row]!;
  }

  /** Of the cores asked for at the place of a replica, the share that it got. */
  cpuShare(row: number): number {
    if (this.cpuShares.size === 0) return 1;
    const place = this.plant.replicas.places[row];
    return place === undefined ? 1 : (this.cpuShares.get(place.node) ?? 1);
  }

  /** Share of the GPU in use. */
  deviceUse(device: DeviceState): number {
    const { plant, totals, earlier } = this;
    const { value } = device.busy.used;
    return (totals === undefined ? value : rateOr(totals, earlier, deviceTotals(plant) + device.number, value)) / MICRO;
  }

  /** From now on each GPU is new once. */
  beginRound(): void {
    this.round++;
  }

  /** Whether this GPU is come across for the first time in this round. */
  isNew({ number }: DeviceState): boolean {
    if (this.met[number] === this.round) return false;
    this.met[number] = this.round;
    return true;
  }

  /** Claimed, but not in use. */
  unused(where: NodeState | DeviceState): number {
    return this.unusedMemory?.get(where) ?? 0;
  }
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
