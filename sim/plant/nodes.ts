import type { Bytes } from "../../policies/policy.ts";
import type { Background, GpuSpec, GroupSpec, Needs, NodeSpec } from "../../scenarios/scenario.ts";
import type { Clock } from "../engine/clock.ts";
import { unusedTime } from "../measure/billing.ts";
import { Gauge, Tally } from "../measure/gauge.ts";

/**
 * Something used up to a capacity, in whole units so that many additions and removals leave no rounding behind. When more is asked
 * for than there is, everybody gets on slower by the same factor: clocks attached to it run at that speed. Memory has no clocks:
 * replicas get only what is free, so when others ask for more than that, they are the ones who do not get it.
 */
class Usage {
  /** What is asked for; may exceed the capacity. */
  demand = 0;
  /** What is used: never above the capacity. */
  readonly used = new Gauge();
  /** What is asked for above the capacity. */
  readonly excess = new Gauge();
  /** 1 while there is such, and how often that began. */
  readonly exceeded = new Gauge();
  excesses = 0;
  /** Is called once: when more is about to be asked for than there is, for the first time. */
  beforeExcess: (() => void) | undefined;
  private relievedAt = -1;
  private readonly capacity: number;
  private readonly clocks: Clock[] = [];

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Changes that it knows of already and that come later than the moment that is looked at. */
  readonly ahead = new Tally();
  /** What is asked for if all do who may. */
  private reserved = 0;

  /** So much more may be asked for. */
  reserve(change: number): void {
    this.reserved += change;
  }

  /** Integral of what was used until now. */
  integral(now: number): number {
    return this.used.integralWithout(now, this.ahead);
  }

  /** Whether there is enough whoever works. */
  get ample(): boolean {
    return this.reserved <= this.capacity;
  }

  add(now: number, change: number): void {
    const { demand, capacity } = this;
    if (demand <= capacity && demand + change <= capacity) {
      this.demand += change;
      this.used.addMany(now, change);
    } else this.crowd(now, change);
  }

  /** Changes that leave enough for all: what they come to, and of their moments the sums as in a gauge. */
  include(change: number, seconds: number, units: number): void {
    this.demand += change;
    this.used.includeMany(change, seconds, units);
  }

  /** Everybody gets something else of it. */
  private crowd(now: number, change: number): void {
    const { beforeExcess } = this;
    this.beforeExcess = undefined;
    beforeExcess?.();
    this.demand += change;
    this.used.addMany(now, Math.min(this.demand, this.capacity) - this.used.value);
    const excess = Math.max(0, this.demand - this.capacity);
    if (excess !== this.excess.value) this.exceed(now, excess);
    for (const clock of this.clocks) clock.rate = this.speed;
  }

  attach(clock: Clock): Clock {
    this.clocks.push(clock);
    clock.rate = this.speed;
    return clock;
  }

  private exceed(now: number, excess: number): void {
    const before = this.excess.value;
    this.excess.addMany(now, excess - before);
    if (before > 0 === excess > 0) return;
    this.exceeded.add(now, excess > 0 ? 1 : -1);
    // What ends and begins at one instant is an exchange of one use for another.
    if (excess === 0) this.relievedAt = now;
    else if (now !== this.relievedAt) this.excesses++;
  }

  private get speed(): number {
    return this.demand > this.capacity ? this.capacity / this.demand : 1;
  }
}

/** Cores are counted in thousandths and GPU use in millionths: whole numbers. */
export const MILLI = 1000;
export const MICRO = 1_000_000;

export class DeviceState {
  readonly key: string;
  /** Its place among all GPUs of the plant. */
  number = 0;
  readonly node: NodeState;
  readonly index: number;
  readonly memory: Bytes;
  readonly spec: GpuSpec;
  readonly held: Usage;
  /** 1 while replicas hold it, and seconds billed beyond that. */
  readonly taken = new Gauge();
  unusedTime = 0;
  private holders = 0;
  private takenAt = 0;
  /** In millionths of the device. */
  readonly busy = new Usage(MICRO);
  /** Of work that needs cores too, and of work that needs the GPU alone; made when first needed. */
  clock: Clock | undefined;
  clockAlone: Clock | undefined;

  constructor(node: NodeState, index: number, spec: GpuSpec) {
    this.key = `${node.spec.name}/gpu${index}`;
    this.node = node;
    this.index = index;
    this.spec = spec;
    this.memory = spec.memory;
    this.held = new Usage(spec.memory);
  }

  /** A replica takes it (`sign` 1) or leaves it (−1); several may share it. */
  take(now: number, sign: 1 | -1): void {
    this.holders += sign;
    if (sign > 0 && this.holders === 1) {
      this.taken.add(now, 1);
      this.takenAt = now;
    } else if (this.holders === 0) {
      this.taken.add(now, -1);
      this.unusedTime += this.unused(now);
    }
  }

  /** Seconds billed beyond the time it has been taken for now. */
  unused(now: number): number {
    return unusedTime(this.spec.billing, now - this.takenAt);
  }

  /** By replicas and others, never above what there is. */
  get memoryUsed(): Gauge {
    return this.held.used;
  }
}

export class NodeState {
  number = 0;
  readonly spec: NodeSpec;
  readonly devices: readonly DeviceState[];
  readonly held: Usage;
  /** What others use now, and how many faults have taken the node away. */
  background: Background = NOTHING;
  losses = 0;
  /** How often it has been lost in all. */
  deaths = 0;
  /** In thousandths of a core. */
  readonly cpu: Usage;
  /** Of work on the CPU; made when first needed. */
  clock: Clock | undefined;
  /** Nothing here has ever been slowed down: work takes as long as it is, and is done in real time. */
  unhurried = true;
  /** The 1-minute load average, as the kernel keeps it: every five seconds a step towards the number of busy cores. */
  load = 0;
  /** When its next step is due. It is made when that number changes later, or somebody is about to look. */
  loadDue = LOAD_PERIOD;

  constructor(spec: NodeSpec) {
    this.spec = spec;
    this.devices = Array.from(spec.gpus, (gpu, index) => new DeviceState(this, index, gpu));
    this.cpu = new Usage(spec.cores * MILLI);
    this.held = new Usage(spec.memory);
  }

  get memoryUsed(): Gauge {
    return this.held.used;
  }

  /** So many more thousandths of a core are asked for. */
  useCores(now: number, change: number): void {
    while (this.loadDue < now) this.stepLoad();
    this.cpu.add(now, change);
  }

  stepLoad(): void {
    this.stepTowards(this.cpu.demand);
  }

  /** With so many thousandths of cores asked for. */
  stepTowards(demand: number): void {
    this.loadDue += LOAD_PERIOD;
    this.load = this.load * LOAD_DECAY + (demand / MILLI) * (1 - LOAD_DECAY);
  }
}

const NOTHING: Background = { at: 0, cores: 0, memory: 0, gpus: [] };

export const LOAD_PERIOD = 5;
const LOAD_DECAY = Math.exp(-LOAD_PERIOD / 60);

/** Where a replica runs: a node and as many of its GPUs as it needs. */
export interface Place {
  readonly node: NodeState;
  readonly devices: readonly DeviceState[];
  /** Of the devices. */
  readonly keys: readonly string[];
}

/**
 * A place with room, or undefined. `wanted` is the key of a device or node that must be (part of) it. Otherwise `placement`
 * chooses; equal places are taken in the order of the scenario.
 */
export function findPlace(
  nodes: readonly NodeState[],
  needs: Needs,
  placement: GroupSpec["placement"],
  wanted?: string,
): Place | undefined {
  let best: NodeState | undefined;
  let own: readonly DeviceState[] = [];
  let bestFree = 0;
  for (const node of nodes) {
    if (node.losses > 0 || free(node.spec.memory, node.memoryUsed) < needs.memory) continue;
    const devices = fittingDevices(node, needs, placement, wanted);
    if (devices === undefined) continue;
    const room =
      devices.length > 0
        ? devices.reduce((sum, device) => sum + free(device.memory, device.memoryUsed), 0)
        : free(node.spec.memory, node.memoryUsed);
    const better = placement === "most-free" ? room > bestFree : placement === "best-fit" ? room < bestFree : false;
    if (best === undefined || better) {
      best = node;
      own = devices;
      bestFree = room;
    }
  }
  if (best === undefined) return undefined;
  const keys: string[] = [];
  for (const { key } of own) keys.push(key);
  return { node: best, devices: own, keys };
}

/** The GPUs on this node that a replica would get: none if it needs none, undefined if there is no room. */
function fittingDevices(node: NodeState, needs: Needs, placement: GroupSpec["placement"], wanted?: string) {
  const here = wanted === undefined || wanted === node.spec.name;
  const named = here ? undefined : node.devices.find((device) => device.key === wanted);
  if (!here && named === undefined) return undefined;
  if (needs.gpus === 0) return [];
  if (named !== undefined && needs.gpus === 1) return hasRoom(named, needs) ? [named] : undefined;
  const fitting = node.devices.filter((device) => hasRoom(device, needs));
  if (fitting.length < needs.gpus || (named !== undefined && !fitting.includes(named))) return undefined;
  if (placement !== "first-fit") {
    const sign = placement === "most-free" ? -1 : 1;
    fitting.sort((a, b) => sign * (free(a.memory, a.memoryUsed) - free(b.memory, b.memoryUsed)) || a.index - b.index);
  }
  const others = fitting.filter((device) => device !== named);
  return (named === undefined ? others : [named, ...others]).slice(0, needs.gpus);
}

function hasRoom({ memory, memoryUsed }: DeviceState, needs: Needs): boolean {
  return free(memory, memoryUsed) >= needs.gpuMemory;
}

/** Claims (`sign` 1) or gives back (−1) what a replica holds all its life. */
export function hold(now: number, place: Place, needs: Needs, sign: 1 | -1): void {
  place.node.held.add(now, sign * needs.memory);
  place.node.cpu.reserve(sign * Math.max(Math.round(needs.cores * MILLI), Math.round(needs.warmUpCores * MILLI)));
  for (const device of place.devices) {
    device.held.add(now, sign * needs.gpuMemory);
    device.busy.reserve(sign * Math.round(needs.gpuUtilization * MICRO));
    device.take(now, sign);
  }
}

export function free(total: Bytes, used: Gauge): Bytes {
  return total - used.value;
}
