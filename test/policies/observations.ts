import type { Device, Group, Node, Observation, Queue, Replica } from "../../policies/index.ts";

export const gibibyte = 2 ** 30;

/** An observation that says only what a test is about. */
export function observe(said: Partial<Observation> = {}): Observation {
  return { time: 0, queues: {}, groups: {}, nodes: {}, devices: {}, caches: {}, signals: {}, ...said };
}

/** A group whose desired count is the number of its replicas, unless said otherwise. */
export function groupOf(replicas: readonly Replica[], said: Partial<Group> = {}): Group {
  return { serves: [], minimum: 0, desired: replicas.length, replicas, signals: {}, ...said };
}

/** Idle ready replicas `a`, `b`, …. */
export function idle(count: number): Replica[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String.fromCharCode(97 + index),
    phase: "ready",
    inService: 0,
  }));
}

export function queueOf(waiting: number, inService = 0): Queue {
  return { waiting, inService };
}

export function nodeOf(said: Partial<Node> = {}): Node {
  return { cores: 32, cpuUtilization: 0.2, loadPerCore: 0.1, memoryFree: 200 * gibibyte, ...said };
}

/** A GPU of `node` with so many GiB free and that utilization. */
export function gpuOf(index: number, freeGiB: number, utilization = 0, node = "node"): Device {
  return { node, index, memoryFree: freeGiB * gibibyte, utilization };
}
