import type { Device, Reason } from "../policy.ts";
import type { Found, View } from "./view.ts";

export interface DeviceRules {
  readonly minimumFreeMemory: number;
  readonly maximumUtilization: number;
  /** Whether the GPU's node must have memory to spare. */
  readonly nodeMemory: boolean;
}

interface NamedDevice {
  readonly name: string;
  readonly device: Device;
}

interface Candidate extends NamedDevice {
  readonly memoryFree: number;
  readonly utilization: number;
}

/**
 * Up to `wanted` GPUs for new samplers: most free memory first, then lowest utilization, then in visible order. A GPU that a known
 * sampler holds is not even read, so its failure blocks nobody.
 */
export function findDevices(view: View, wanted: number, rules: DeviceRules): Found | Reason {
  const visible = visibleDevices(view);
  if ("code" in visible) return visible;
  const taken = takenDevices(view);
  const block = view.parameters.gpu.unreadable === "block";
  const fitting: Candidate[] = [];
  let unreadable = 0;
  let mostFree = 0;
  for (const { name, device } of visible) {
    const { memoryFree, utilization } = device;
    if (taken.has(name)) continue;
    if (memoryFree === undefined || utilization === undefined) {
      if (block) return { code: "devices-unreadable", facts: { device: name } };
      unreadable++;
      continue;
    }
    mostFree = Math.max(mostFree, memoryFree);
    if (utilization < rules.maximumUtilization && memoryFree >= rules.minimumFreeMemory) {
      fitting.push({ name, device, memoryFree, utilization });
    }
  }
  if (fitting.length === 0) {
    const { minimumFreeMemory, maximumUtilization } = rules;
    const facts = {
      devices: visible.length,
      taken: taken.size,
      unreadable,
      mostFree,
      minimumFreeMemory,
      maximumUtilization,
    };
    return { code: "no-device-fits", facts };
  }
  fitting.sort((a, b) => b.memoryFree - a.memoryFree || a.utilization - b.utilization);
  return onNodesWithMemory(view, fitting, wanted, rules.nodeMemory);
}

/** The best of the fitting GPUs whose node has memory to spare; else why the best one's has not. */
function onNodesWithMemory(
  view: View,
  fitting: readonly Candidate[],
  wanted: number,
  nodeMemory: boolean,
): Found | Reason {
  const start: { place: string }[] = [];
  let because: Reason | undefined;
  let refused: Reason | undefined;
  for (const { name, device, memoryFree, utilization } of fitting) {
    const refusal = nodeMemory ? memoryRefusal(view, device.node) : undefined;
    refused ??= refusal;
    if (refusal !== undefined || start.length === wanted) continue;
    because ??= { code: "device-fits", facts: { device: name, memoryFree, utilization } };
    start.push({ place: name });
  }
  return because === undefined ? (refused as Reason) : { start, because };
}

/** GPUs in the order in which ties are settled; a reason when one of them cannot be found and that blocks. */
function visibleDevices({ observation, parameters }: View): readonly NamedDevice[] | Reason {
  const { visibleDevices: wanted, unreadable } = parameters.gpu;
  const all: NamedDevice[] = [];
  for (const name in observation.devices) {
    const device = observation.devices[name];
    if (device !== undefined) all.push({ name, device });
  }
  all.sort((a, b) => a.device.index - b.device.index);
  if (wanted === null) return all;
  const visible: NamedDevice[] = [];
  for (const index of new Set(wanted)) {
    const found = all.filter(({ device }) => device.index === index);
    if (found.length === 0 && unreadable === "block") return { code: "devices-unreadable", facts: { device: index } };
    visible.push(...found);
  }
  return visible;
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
  const names = Object.keys(observation.nodes);
  let best: Found | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  let refused: Reason | undefined;
  for (const name of names) {
    const verdict = nodeVerdict(view, name, nodeMemory);
    if (verdict.code !== "cpu-allows") {
      refused ??= verdict;
      continue;
    }
    const load = observation.nodes[name]?.loadPerCore ?? 0;
    if (best !== undefined && load >= lowest) continue;
    lowest = load;
    const entry = names.length === 1 ? {} : { place: name };
    best = { start: Array.from({ length: wanted }, () => entry), because: verdict };
  }
  if (best !== undefined) return best;
  return refused ?? { start: Array.from({ length: wanted }, () => ({})), because: { code: "cpu-allows", facts: {} } };
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
