import type { Device, Observation, Reason } from "../policy.ts";
import { first } from "./first.ts";
import type { Found, View } from "./view.ts";

export interface DeviceRules {
  readonly minimumFreeMemory: number;
  readonly maximumUtilization: number;
  /** Whether the GPU's node must have memory to spare. */
  readonly nodeMemory: boolean;
}

type Readable = Device & Required<Pick<Device, "memoryFree" | "utilization">>;

interface Candidate {
  readonly name: string;
  readonly device: Readable;
  /** Settles ties; those of one turn come in the order in which they are listed. */
  readonly turn: number;
}

/**
 * Up to `wanted` GPUs for new samplers: most free memory first, then lowest utilization, then in visible order. A GPU that a known
 * sampler holds is not even read, so its failure blocks nobody.
 */
export function findDevices(view: View, wanted: number, rules: DeviceRules): Found | Reason {
  const { devices } = view.observation;
  const turns = view.parameters.gpu.visibleDevices;
  const block = view.parameters.gpu.unreadable === "block";
  const missing = block ? unlisted(devices, turns ?? []) : undefined;
  if (missing !== undefined) return { code: "devices-unreadable", facts: { device: missing } };
  const taken = takenDevices(view);
  /** GPUs that fit, on nodes with memory to spare and on others. */
  const allowed: Candidate[] = [];
  const refused: Candidate[] = [];
  let visible = 0;
  let unreadable = 0;
  let firstUnreadable = "";
  let itsTurn = Number.POSITIVE_INFINITY;
  let mostFree = 0;
  for (const name in devices) {
    const device = devices[name];
    if (device === undefined) continue;
    const turn = turns === null ? device.index : turns.indexOf(device.index);
    if (turns !== null && turn === -1) continue;
    visible++;
    if (taken.has(name)) continue;
    if (!isReadable(device)) {
      unreadable++;
      if (turn >= itsTurn) continue;
      firstUnreadable = name;
      itsTurn = turn;
      continue;
    }
    const { memoryFree, utilization } = device;
    mostFree = Math.max(mostFree, memoryFree);
    const fits = utilization < rules.maximumUtilization && memoryFree >= rules.minimumFreeMemory;
    if (!fits) continue;
    const hasMemory = !rules.nodeMemory || memoryRefusal(view, device.node) === undefined;
    (hasMemory ? allowed : refused).push({ name, device, turn });
  }
  if (block && unreadable > 0) return { code: "devices-unreadable", facts: { device: firstUnreadable } };
  if (allowed.length + refused.length === 0) {
    const { minimumFreeMemory, maximumUtilization } = rules;
    const facts = { devices: visible, taken: taken.size, unreadable, mostFree, minimumFreeMemory, maximumUtilization };
    return { code: "no-device-fits", facts };
  }
  return bestOf(allowed, wanted) ?? (memoryRefusal(view, first(refused, 1, byRoom)[0]?.device.node ?? "") as Reason);
}

function bestOf(allowed: readonly Candidate[], wanted: number): Found | undefined {
  const chosen = first(allowed, wanted, byRoom);
  const [best] = chosen;
  if (best === undefined) return undefined;
  const { memoryFree, utilization } = best.device;
  return {
    start: chosen.map(({ name }) => ({ place: name })),
    because: { code: "device-fits", facts: { device: best.name, memoryFree, utilization } },
  };
}

function isReadable(device: Device): device is Readable {
  return device.memoryFree !== undefined && device.utilization !== undefined;
}

/** Most free memory first, then lowest utilization. */
function byRoom(a: Candidate, b: Candidate): number {
  return b.device.memoryFree - a.device.memoryFree || a.device.utilization - b.device.utilization || a.turn - b.turn;
}

/** The first of these indices that no GPU has. */
function unlisted(devices: Observation["devices"], indices: readonly (number | string)[]): number | string | undefined {
  return indices.find((index) => !Object.values(devices).some((device) => device.index === index));
}

function takenDevices(view: View): ReadonlySet<string> {
  const taken = new Set<string>();
  const { parameters, observation, memory } = view;
  const group = parameters.sampler === null ? undefined : observation.groups[parameters.sampler.group];
  for (const replica of group?.replicas ?? []) {
    if (replica.devices === undefined || (replica.phase === "failed" && !parameters.countFailed)) continue;
    if (parameters.gpu.ownStartsOnly && memory.initial?.includes(replica.id)) continue;
    for (const device of replica.devices) taken.add(device);
  }
  return taken;
}

/**
 * Where evaluators may start, and samplers without a GPU: the node with the lowest load per core of those with room. Where no node
 * is listed there is none that could be overloaded. A single node need not be named.
 */
export function findNode(view: View, wanted: number, nodeMemory: boolean): Found | Reason {
  const { observation } = view;
  let nodes = 0;
  let best: Reason | undefined;
  let place = "";
  let lowest = Number.POSITIVE_INFINITY;
  let refused: Reason | undefined;
  for (const name in observation.nodes) {
    nodes++;
    const verdict = nodeVerdict(view, name, nodeMemory);
    if (verdict.code !== "cpu-allows") {
      refused ??= verdict;
      continue;
    }
    const load = observation.nodes[name]?.loadPerCore ?? 0;
    if (best !== undefined && load >= lowest) continue;
    best = verdict;
    place = name;
    lowest = load;
  }
  if (best === undefined && refused !== undefined) return refused;
  const entry = nodes > 1 ? { place } : {};
  return { start: new Array(wanted).fill(entry), because: best ?? { code: "cpu-allows", facts: {} } };
}

function nodeVerdict({ parameters, observation }: View, node: string, nodeMemory: boolean): Reason {
  const { maximumCpuUtilization: maximumCpu, maximumLoadPerCore: maximumLoad } = parameters;
  const { cpuUtilization: cpu, loadPerCore: load } = observation.nodes[node] ?? {};
  if ((maximumCpu !== null && cpu === undefined) || (maximumLoad !== null && load === undefined)) {
    return { code: "cpu-unknown", facts: { node } };
  }
  if (maximumCpu !== null && cpu !== undefined && cpu >= maximumCpu) {
    return { code: "cpu-busy", facts: { node, cpuUtilization: cpu, maximum: maximumCpu } };
  }
  if (maximumLoad !== null && load !== undefined && load >= maximumLoad) {
    return { code: "load-high", facts: { node, loadPerCore: load, maximum: maximumLoad } };
  }
  const refusal = nodeMemory ? memoryRefusal({ parameters, observation }, node) : undefined;
  if (refusal !== undefined) return refusal;
  const facts: Record<string, number | string> = { node };
  if (cpu !== undefined) facts.cpuUtilization = cpu;
  if (load !== undefined) facts.loadPerCore = load;
  return { code: "cpu-allows", facts };
}

/** Why a node has no memory to spare for a sampler; undefined where it has, or is not listed. */
function memoryRefusal(
  { parameters, observation }: Pick<View, "parameters" | "observation">,
  name: string,
): Reason | undefined {
  const { minimumFreeMemory } = parameters;
  const node = observation.nodes[name];
  if (minimumFreeMemory === null || node === undefined) return undefined;
  const { memoryFree } = node;
  if (memoryFree === undefined) return { code: "memory-unknown", facts: { node: name } };
  return memoryFree >= minimumFreeMemory
    ? undefined
    : { code: "memory-low", facts: { node: name, memoryFree, minimumFreeMemory } };
}
