import type { Observation, Replica, Seconds, Signals } from "./policy.ts";
import { UsageError } from "./usage-error.ts";

/** Refuses a time that is not finite or goes back. */
export function checkTime({ time }: Observation, before: Seconds | undefined): void {
  number(time, "time", "", "");
  if (before !== undefined && time < before) {
    throw new Error(`an observation at ${time} s came after one at ${before} s: time goes back`);
  }
}

/**
 * Refuses readings no policy should see: numbers that are not finite, names JavaScript would reorder. Runs at every decision, so
 * nothing is built until something is wrong.
 */
export function checkReadings(observation: Observation): void {
  const { queues, groups, nodes, devices, caches, signals, workers } = observation;
  if (
    !isTable(queues) ||
    !isTable(groups) ||
    !isTable(nodes) ||
    !isTable(devices) ||
    !isTable(caches) ||
    !isTable(signals)
  )
    missing(observation);
  for (const name in queues) {
    const queue = queues[name];
    checkName(name, "queue");
    if (queue === undefined) continue;
    optional(queue.waiting, "queues", name, "waiting");
    optional(queue.inService, "queues", name, "inService");
    optional(queue.oldestWait, "queues", name, "oldestWait");
    optional(queue.arrivalRate, "queues", name, "arrivalRate");
    optional(queue.deliveryRate, "queues", name, "deliveryRate");
    optional(queue.consumers, "queues", name, "consumers");
  }
  for (const name in groups) {
    const group = groups[name];
    checkName(name, "group");
    if (group === undefined) continue;
    number(group.desired, "groups", name, "desired");
    number(group.minimum, "groups", name, "minimum");
    optional(group.maximum, "groups", name, "maximum");
    checkSignals(group.signals, "groups", name);
    let before: Replica | undefined;
    for (const replica of group.replicas) {
      checkReplica(replica, name, before);
      before = replica;
    }
  }
  for (const name in nodes) {
    const node = nodes[name];
    checkName(name, "node");
    if (node === undefined) continue;
    number(node.cores, "nodes", name, "cores");
    optional(node.cpuUtilization, "nodes", name, "cpuUtilization");
    optional(node.loadPerCore, "nodes", name, "loadPerCore");
    optional(node.memoryTotal, "nodes", name, "memoryTotal");
    optional(node.memoryFree, "nodes", name, "memoryFree");
  }
  for (const name in devices) {
    const device = devices[name];
    checkName(name, "device");
    if (device === undefined) continue;
    number(device.index, "devices", name, "index");
    optional(device.memoryTotal, "devices", name, "memoryTotal");
    optional(device.memoryFree, "devices", name, "memoryFree");
    optional(device.utilization, "devices", name, "utilization");
    if (device.models === undefined) continue;
    for (const model of device.models) {
      number(model.size, "devices", name, "models.size");
      optional(model.lastUsed, "devices", name, "models.lastUsed");
      optional(model.uses, "devices", name, "models.uses");
      optional(model.inUse, "devices", name, "models.inUse");
    }
  }
  for (const name in caches) {
    const cache = caches[name];
    checkName(name, "cache");
    if (cache === undefined) continue;
    number(cache.timeToLive, "caches", name, "timeToLive");
    optional(cache.hits, "caches", name, "hits");
    optional(cache.lookups, "caches", name, "lookups");
  }
  checkSignals(signals, "signals", "");
  for (const name in workers) {
    checkName(name, "worker");
    optional(workers[name]?.waiting, "workers", name, "waiting");
  }
}

/** `before`: the one before it, which may share what is measured. */
function checkReplica(replica: Replica, group: string, before: Replica | undefined): void {
  optional(replica.since, "groups", group, "replicas.since");
  optional(replica.started, "groups", group, "replicas.started");
  optional(replica.inService, "groups", group, "replicas.inService");
  optional(replica.utilization, "groups", group, "replicas.utilization");
  if (replica.signals !== before?.signals) checkSignals(replica.signals, "groups", group);
  if (replica.requests !== before?.requests) checkSignals(replica.requests, "groups", group);
  if (replica.measured === undefined || replica.measured === before?.measured) return;
  number(replica.measured.time, "groups", group, "replicas.measured.time");
  number(replica.measured.window, "groups", group, "replicas.measured.window");
}

function checkSignals(signals: Signals | undefined, table: string, owner: string): void {
  for (const name in signals) {
    checkName(name, "signal");
    number(signals[name], table, owner, name);
  }
}

function isTable(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** A missing table would read as an empty one. */
function missing(observation: Observation): never {
  const tables = ["queues", "groups", "nodes", "devices", "caches", "signals"] as const;
  const table = tables.find((name) => !isTable(observation[name]));
  throw new Error(`the observation at ${observation.time} s has no table "${table}"`);
}

function optional(value: number | undefined, table: string, owner: string, field: string): void {
  if (value !== undefined) number(value, table, owner, field);
}

/** Short, so that it is inlined: V8 makes an object of every fraction that it hands over. */
function number(value: number | undefined, table: string, owner: string, field: string): void {
  if (typeof value !== "number" || value - value !== 0) notFinite(value, table, owner, field);
}

function notFinite(value: unknown, table: string, owner: string, field: string): never {
  const path = [table, owner, field].filter((part) => part !== "").join(".");
  throw new Error(
    `${path} of an observation is ${String(value)}, not a finite number; a reading that is not known is left out`,
  );
}

const integerLike = /^(0|[1-9]\d*)$/;

/** JavaScript lists integer-like keys first, whatever order they were added in, and order means age here. */
function checkName(name: string, what: string): void {
  const first = name.charCodeAt(0);
  if (first <= 57 && first >= 48 && integerLike.test(name)) {
    throw new UsageError(
      `the ${what} name "${name}" looks like an integer; put a letter in it, like "${what}-${name}"`,
    );
  }
}
