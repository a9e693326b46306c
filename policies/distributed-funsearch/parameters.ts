import { z } from "zod";

const gibibyte = 2 ** 30;
const fraction = z.number().min(0).max(1);
const bytes = z.number().nonnegative();
const seconds = z.number().nonnegative();

function role(name: string, queue: string, threshold: number, most: number) {
  return z
    .strictObject({
      group: z.string().min(1).default(name).describe(`Group of the ${name}s.`),
      queue: z.string().min(1).default(queue).describe(`Queue the ${name}s work on.`),
      minimum: z
        .int()
        .nonnegative()
        .default(1)
        .describe(`Replicas below which none is released; not a floor that is filled up. Seed: min_${name}s.`),
      maximum: z
        .int()
        .nonnegative()
        .default(1000)
        .describe(`Replicas from which on none is started; 0 leaves the ${name}s alone. Seed: max_${name}s.`)
        .meta({ search: [2, most] }),
      scaleUpThreshold: z
        .int()
        .nonnegative()
        .default(threshold)
        .describe(`Messages that must be exceeded before one is started. Seed: ${name}_scale_up_threshold.`),
      minimumLifetime: seconds
        .default(0)
        .describe("Seconds a replica has lived at least before it is released, as far as its start is known.")
        .meta({ search: [0, 600] }),
    })
    .nullable()
    .prefault({})
    .describe(`How the ${name}s are scaled; null: not at all.`);
}

/** Every rule and quirk as a switch. The defaults are what the seed document says; names of the seed are in the descriptions. */
export const parameters = z.strictObject({
  enabled: z.boolean().default(true).describe("Scale at all. Seed: the contrary of --no-dynamic-scaling."),
  sampler: role("sampler", "sampler_queue", 50, 32),
  evaluator: role("evaluator", "evaluator_queue", 10, 128),
  gpu: z
    .strictObject({
      minimumFreeMemory: bytes
        .default(20 * gibibyte)
        .describe("Free memory in bytes a GPU needs to get a sampler. Seed: min_gpu_memory_gib, in GiB."),
      maximumUtilization: fraction
        .default(0.5)
        .describe("Utilization from which on a GPU gets no sampler, fraction of 1. Seed: max_gpu_utilization, in %."),
      visibleDevices: z
        .array(z.union([z.int(), z.string()]))
        .nullable()
        .default(null)
        .describe(
          "Indices of the GPUs that may be used, as in CUDA_VISIBLE_DEVICES; a name never resolves. null: all.",
        ),
      unreadable: z
        .enum(["skip", "block"])
        .default("skip")
        .describe("A GPU that cannot be read or found: skip leaves it out, block starts no sampler at all."),
      ownStartsOnly: z
        .boolean()
        .default(false)
        .describe(
          "Know only the GPUs of samplers this policy started; those there before can be given a second sampler.",
        ),
    })
    .prefault({})
    .describe("Which GPU a new sampler gets."),
  minimumFreeMemory: bytes
    .nullable()
    .default(30 * gibibyte)
    .describe("Free memory in bytes a node needs to get a sampler; null: any. Seed: min_system_memory_gib, in GiB."),
  maximumCpuUtilization: z
    .number()
    .nonnegative()
    .nullable()
    .default(0.99)
    .describe(
      "CPU utilization from which on a node gets no evaluator, fraction of 1; null: any. Seed: cpu_usage_threshold, in %.",
    )
    .meta({ search: [0.5, 1] }),
  maximumLoadPerCore: z
    .number()
    .nonnegative()
    .nullable()
    .default(0.99)
    .describe(
      "1-minute load per core from which on a node gets no evaluator; null: any. Seed: normalized_load_threshold.",
    )
    .meta({ search: [0.5, 2] }),
  cpuOnly: z
    .boolean()
    .default(false)
    .describe(
      "Samplers take no GPU: they are started by the evaluators' CPU rule and the memory rule. So with an API, or without a driver.",
    ),
  count: z
    .enum(["ready", "ready-and-unacknowledged"])
    .default("ready")
    .describe("Messages that count: those ready for delivery, or those delivered and not yet acknowledged as well."),
  failedRead: z
    .enum(["hold", "zero"])
    .default("hold")
    .describe("A queue that cannot be read: hold does nothing, zero takes it for empty."),
  countFailed: z
    .boolean()
    .default(false)
    .describe("Failed replicas count as replicas, keep their GPU, and can be the one that is released."),
  step: z.int().positive().default(1).describe("Replicas of a role started or released in one check."),
  idleChecks: z
    .int()
    .positive()
    .default(1)
    .describe("Checks in a row that must find the queue empty before one is released."),
  release: z
    .enum(["idle-first", "oldest", "least-used-gpu"])
    .default("idle-first")
    .describe(
      "Who leaves: idle ones before busy ones; the oldest whatever it does; or the sampler on the least used GPU.",
    ),
  keepBusyGpu: fraction
    .nullable()
    .default(null)
    .describe("Keep a sampler whose GPU's utilization is above this fraction of 1; null: release it all the same."),
  stuckAfter: seconds
    .nullable()
    .default(null)
    .describe(
      "Release a sampler so many seconds old whose GPU still has room for another while work waits; null: never.",
    )
    .meta({ search: [300, 1800] }),
  replaceLost: z
    .strictObject({
      checks: z.int().positive().default(2).describe("Checks in a row without a consumer."),
      after: seconds.default(120).describe("Or seconds since there was one."),
    })
    .nullable()
    .default(null)
    .describe(
      "Start a sampler, whatever the maximum, when the queue has work and has lost its consumers; null: never.",
    ),
  initial: z
    .strictObject({
      samplers: z.int().nonnegative().default(1).describe("Samplers at the start. Seed: num_samplers."),
      evaluators: z.int().nonnegative().default(1).describe("Evaluators at the start. Seed: num_evaluators."),
      minimumFreeGpuMemory: bytes.default(20 * gibibyte).describe("Free memory in bytes a GPU needs at the start."),
      maximumGpuUtilization: fraction
        .default(0.5)
        .describe("Utilization from which on a GPU is left out at the start, fraction of 1."),
    })
    .nullable()
    .default(null)
    .describe("Bring both groups to these counts at the first check; null: take what is there."),
});

export type Parameters = z.output<typeof parameters>;
export type RoleParameters = NonNullable<Parameters["sampler"]>;
