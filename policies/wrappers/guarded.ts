import { z } from "zod";
import type { Observation, Reason } from "../policy.ts";
import { groups } from "./fields.ts";
import { defineWrapper } from "./wrapper.ts";

const LIMITS = ["minimumFreeGpuMemory", "minimumFreeMemory", "maximumCpuUtilization", "quota"] as const;

const fraction = z.number().min(0).max(1);
const bytes = z.number().nonnegative();

const limits = z.strictObject({
  groups,
  minimumFreeGpuMemory: fraction
    .nullable()
    .default(null)
    .describe("Share of its memory a GPU must have free, fraction of 1; null: any."),
  replicaGpuMemory: bytes
    .default(0)
    .describe("Memory in bytes a new replica takes on a GPU, left out of what is free."),
  minimumFreeMemory: bytes.nullable().default(null).describe("Free memory in bytes a node must have; null: any."),
  maximumCpuUtilization: fraction
    .nullable()
    .default(null)
    .describe("CPU utilization from which on a node is full, fraction of 1; null: any."),
  quota: z.int().nonnegative().nullable().default(null).describe("Replicas of all groups seen together; null: any."),
});
type Parameters = z.output<typeof limits>;

const parameters = limits.refine((given) => LIMITS.some((name) => given[name] !== null), {
  message: `expected one of ${LIMITS.join(", ")}: without any it guards nothing`,
});

/** A veto on growth: what is there stays, and shrinking is never stopped. What cannot be read has no room. */
export const guarded = defineWrapper({
  name: "guarded",
  summary: "Lets the count grow only where GPU memory, memory, CPU and a quota leave room.",
  source: "the GPU check of services with language models; resource quotas of Kubernetes",
  version: 1,
  parameters,
  reasons: {
    "no-room": "No GPU or node has what another replica needs.",
    "quota-reached": "All groups together may have no more replicas.",
  },
  examples: [
    { minimumFreeGpuMemory: 0.2, replicaGpuMemory: 2 ** 30, minimumFreeMemory: 2 ** 34, maximumCpuUtilization: 0.9 },
    { quota: 9 },
  ],
  revise(bound, { group, observation, desired, elsewhere }) {
    if (desired <= group.desired) return { desired };
    const room = noRoom(bound, observation);
    if (room !== undefined) return { desired: group.desired, because: room };
    const { quota } = bound;
    if (quota === null || desired + elsewhere <= quota) return { desired };
    const rest = Math.max(group.desired, quota - elsewhere);
    return { desired: rest, because: { code: "quota-reached", facts: { quota, elsewhere } } };
  },
});

/** Why there is no place for one more; undefined where there is one. */
function noRoom(bound: Parameters, { nodes, devices }: Observation): Reason | undefined {
  const wantsGpu = bound.minimumFreeGpuMemory !== null;
  if (!wantsGpu && bound.minimumFreeMemory === null && bound.maximumCpuUtilization === null) return undefined;
  const fitting = new Set(Object.keys(nodes).filter((name) => nodeFits(bound, nodes[name])));
  const facts = { nodes: fitting.size };
  if (!wantsGpu) return fitting.size > 0 ? undefined : { code: "no-room", facts };
  const checksNodes = bound.minimumFreeMemory !== null || bound.maximumCpuUtilization !== null;
  const gpus = Object.values(devices).filter(
    (device) => gpuFits(bound, device) && (!checksNodes || fitting.has(device.node)),
  );
  return gpus.length > 0 ? undefined : { code: "no-room", facts: { ...facts, gpus: gpus.length } };
}

function nodeFits(
  { minimumFreeMemory, maximumCpuUtilization }: Parameters,
  node: Observation["nodes"][string] | undefined,
) {
  const { memoryFree, cpuUtilization } = node ?? {};
  if (minimumFreeMemory !== null && (memoryFree === undefined || memoryFree < minimumFreeMemory)) return false;
  return maximumCpuUtilization === null || (cpuUtilization !== undefined && cpuUtilization < maximumCpuUtilization);
}

/** Exactly the share is enough, now and once the new replica is there. */
function gpuFits({ minimumFreeGpuMemory, replicaGpuMemory }: Parameters, device: Observation["devices"][string]) {
  const { memoryFree, memoryTotal } = device;
  if (memoryFree === undefined || memoryTotal === undefined) return false;
  return (memoryFree - replicaGpuMemory) / memoryTotal >= (minimumFreeGpuMemory ?? 0);
}
