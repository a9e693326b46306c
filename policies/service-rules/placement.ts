import type { Device, Group, Observation, Reason } from "../policy.ts";
import type { Gpu } from "./parameters.ts";

/** What starts decided at this check will take, by GPU. */
export type Promised = Map<string, number>;

/** Where replicas may start, one entry each, and why not more of them. */
export interface Room {
  readonly start: readonly { readonly place?: string }[];
  readonly refused?: Reason;
}

/**
 * GPUs for up to `wanted` more replicas, one after the other: the set of GPUs that the count with that replica may use, of them
 * those with headroom now and after the start. What they will take is added to `promised`.
 */
export function findRoom(gpu: Gpu, group: Group, observation: Observation, wanted: number, promised: Promised): Room {
  const devices = devicesByIndex(observation);
  const counts = replicasOn(group);
  const start: { place: string }[] = [];
  while (start.length < wanted) {
    const total = group.desired + start.length + 1;
    const set = candidateSet(gpu, devices, total);
    const fitting = set.filter(({ name, device }) => hasHeadroom(gpu, name, device, counts, promised));
    const best = chosen(gpu, fitting, counts, promised);
    if (best === undefined) return { start, refused: { code: "vram-veto", facts: vetoFacts(gpu, devices, set) } };
    promised.set(best, (promised.get(best) ?? 0) + needed(gpu, best, counts));
    counts.set(best, (counts.get(best) ?? 0) + 1);
    start.push({ place: best });
  }
  return { start };
}

interface Named {
  readonly name: string;
  readonly device: Device;
}

export function devicesByIndex({ devices }: Observation): Named[] {
  const all = Object.entries(devices).map(([name, device]) => ({ name, device }));
  return all.sort((a, b) => a.device.index - b.device.index);
}

/** Few replicas stay together on the first GPUs; there may be fewer GPUs than the table knows. */
export function candidateSet(gpu: Gpu, devices: readonly Named[], replicas: number): readonly Named[] {
  const entry = gpu.sets.find((set) => replicas <= set.replicas);
  return entry === undefined ? devices : devices.slice(0, entry.devices);
}

/** Replicas of the group on each GPU, of those that will stay. */
export function replicasOn({ replicas }: Group): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { phase, devices } of replicas) {
    if (phase === "failed" || phase === "draining") continue;
    for (const device of devices ?? []) counts.set(device, (counts.get(device) ?? 0) + 1);
  }
  return counts;
}

/** A GPU that cannot be read has none. */
function hasHeadroom(gpu: Gpu, name: string, device: Device, counts: ReadonlyMap<string, number>, promised: Promised) {
  const free = remaining(name, device, promised);
  const total = device.memoryTotal;
  if (free === undefined || total === undefined || total === 0) return false;
  return free / total >= gpu.minimumFree && (free - needed(gpu, name, counts)) / total >= gpu.minimumFree;
}

function needed({ memory, weights }: Gpu, name: string, counts: ReadonlyMap<string, number>): number {
  return memory + (counts.has(name) ? 0 : weights);
}

function remaining(name: string, { memoryFree }: Device, promised: Promised): number | undefined {
  return memoryFree === undefined ? undefined : memoryFree - (promised.get(name) ?? 0);
}

function chosen(
  { choose }: Gpu,
  fitting: readonly Named[],
  counts: ReadonlyMap<string, number>,
  promised: Promised,
): string | undefined {
  const rank = ({ name, device }: Named) =>
    choose === "most-free" ? -(remaining(name, device, promised) ?? 0) : (counts.get(name) ?? 0);
  return fitting.toSorted((a, b) => rank(a) - rank(b))[0]?.name;
}

function vetoFacts({ minimumFree }: Gpu, devices: readonly Named[], set: readonly Named[]): Reason["facts"] {
  const most = Math.max(0, ...set.map(({ device }) => (device.memoryFree ?? 0) / (device.memoryTotal ?? 1)));
  return { devices: devices.length, candidates: set.length, mostFree: most, minimumFree };
}
