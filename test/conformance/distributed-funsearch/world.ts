import type { Action, Decision, Device, Observation, Replica } from "../../../policies/index.ts";

const gibibyte = 2 ** 30;

/** A child process as the vectors describe it. */
export interface Child {
  readonly pid: number;
  readonly alive: boolean;
  /** `cuda:k` where its scaler has it in its map, null where it is in there without a GPU. */
  readonly device?: string | null;
  /** Seconds. */
  readonly started?: number;
}

export type Role = "evaluator" | "sampler";

/** What one check did to a role, as the vectors tell it. */
export type Act =
  | { readonly action: "start"; readonly role: Role; readonly pid: number; readonly device?: string | null }
  | { readonly action: "terminate"; readonly role: Role; readonly pid: number; readonly listIndex: number };

/** Host readings of a check, in the vectors' units. */
export interface Readings {
  readonly evaluator: QueueReading | undefined;
  readonly sampler: QueueReading | undefined;
  readonly gpus: readonly { readonly freeGiB: number; readonly util: number; readonly error: boolean }[];
  readonly cpu: number;
  readonly load1: number;
  readonly cores: number;
  readonly ramGiB: number;
}

/** Undefined role queues are off; `error` is a failed read. */
export type QueueReading = "error" | { readonly ready: number; readonly unacked: number; readonly consumers?: number };

/** The processes of one scaler between its checks. Groups are named as the roles, GPUs `gpu0`, `gpu1`, …. */
export interface World {
  readonly children: Record<Role, Child[]>;
  /** Host indices in the order of CUDA_VISIBLE_DEVICES; undefined: all. Text where it is no index. */
  readonly visible: readonly (number | string)[] | undefined;
  nextPid: number;
}

/** `CUDA_VISIBLE_DEVICES` as the code reads it: unset and empty mean all. */
export function parseVisible(text: string | null | undefined): readonly (number | string)[] | undefined {
  if (text === undefined || text === null || text === "unset" || text === "") return undefined;
  return text.split(",").map((part) => (/^\s*[+-]?\d+\s*$/.test(part) ? Number(part) : part));
}

export function observe(world: World, readings: Readings, time: number): Observation {
  const queues: Record<string, Observation["queues"][string]> = {};
  const groups: Record<string, Observation["groups"][string]> = {};
  for (const role of ["evaluator", "sampler"] as const) {
    const reading = readings[role];
    if (reading === undefined) continue;
    queues[`${role}_queue`] = reading === "error" ? {} : queueOf(reading);
    const replicas = world.children[role].map((child) => replicaOf(world, child));
    groups[role] = { serves: [`${role}_queue`], minimum: 0, desired: replicas.length, replicas, signals: {} };
  }
  const devices = Object.fromEntries(readings.gpus.map((gpu, index) => [`gpu${index}`, deviceOf(gpu, index)]));
  const node = {
    cores: readings.cores,
    cpuUtilization: readings.cpu / 100,
    loadPerCore: readings.load1 / readings.cores,
    memoryFree: readings.ramGiB * gibibyte,
  };
  return { time, queues, groups, nodes: { host: node }, devices, caches: {}, signals: {} };
}

function queueOf({ ready, unacked, consumers }: Exclude<QueueReading, "error">): Observation["queues"][string] {
  return { waiting: ready, inService: unacked, ...(consumers === undefined ? {} : { consumers }) };
}

function replicaOf(world: World, child: Child): Replica {
  const device = typeof child.device === "string" ? deviceName(world, child.device) : undefined;
  return {
    id: String(child.pid),
    phase: child.alive ? "ready" : "failed",
    ...(device === undefined ? {} : { devices: [device] }),
    ...(child.started === undefined ? {} : { started: child.started }),
  };
}

function deviceOf(gpu: Readings["gpus"][number], index: number): Device {
  if (gpu.error) return { node: "host", index };
  return { node: "host", index, memoryFree: gpu.freeGiB * gibibyte, utilization: gpu.util / 100 };
}

/** `cuda:1` is the second of the visible ones. */
function deviceName({ visible }: World, device: string): string {
  const position = Number(device.slice("cuda:".length));
  return `gpu${visible === undefined ? position : visible[position]}`;
}

/** Of an index named twice, the last position counts. */
function positionName({ visible }: World, name: string): string {
  const index = Number(name.slice("gpu".length));
  return `cuda:${visible === undefined ? index : visible.lastIndexOf(index)}`;
}

/** Carries the decisions out on the lists of processes, in their order, and tells what was done. */
export function carryOut(world: World, decisions: readonly Decision[]): Act[] {
  return decisions.flatMap(({ action }) => (action?.kind === "scale" ? scale(world, action) : []));
}

function scale(world: World, action: Extract<Action, { kind: "scale" }>): Act[] {
  const role = action.group as Role;
  const list = world.children[role];
  const acts: Act[] = [];
  for (let missing = action.desired - list.length, entry = 0; missing > 0; missing--, entry++) {
    const pid = world.nextPid++;
    const place = action.start?.[entry]?.place;
    const device = place === undefined ? null : positionName(world, place);
    list.push({ pid, alive: true, ...(role === "sampler" ? { device } : {}) });
    acts.push({ action: "start", role, pid, ...(role === "sampler" ? { device } : {}) });
  }
  for (const id of [...(action.release ?? [])]) {
    if (list.length <= action.desired) break;
    const listIndex = list.findIndex(({ pid }) => String(pid) === id);
    acts.push({ action: "terminate", role, pid: Number(id), listIndex });
    list.splice(listIndex, 1);
  }
  return acts;
}

/** The scaler's own map from process to GPU. */
export function deviceMap(world: World): Record<string, string | null> {
  const mapped = world.children.sampler.filter(({ device }) => device !== undefined);
  return Object.fromEntries(mapped.map(({ pid, device }) => [String(pid), device ?? null]));
}
