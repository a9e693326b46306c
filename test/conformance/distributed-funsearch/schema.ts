import { z } from "zod";

/** Shapes of the scaling vectors. They are strict: a key that is not known would go unnoticed, so it fails its vector. */
export const gpu = z.strictObject({ free_gib: z.number(), util: z.number(), error: z.boolean().default(false) });
const cpu = z.union([z.number(), z.array(z.union([z.number(), z.array(z.number())]))]);

export const child = z.strictObject({
  pid: z.int(),
  alive: z.boolean().default(true),
  exit_delay: z.number().optional(), // how it ends is the plant's doing
});

/** What holds where a vector says nothing: the file's own table of defaults, on top of the code's. */
export const config = z.strictObject({
  sampler_scale_up_threshold: z.number().default(50),
  evaluator_scale_up_threshold: z.number().default(10),
  min_gpu_memory_gib: z.number().default(35),
  max_gpu_utilization: z.number().default(50),
  min_system_memory_gib: z.number().default(30),
  cpu_usage_threshold: z.number().default(99),
  normalized_load_threshold: z.number().default(0.99),
  max_evaluators: z.int().nullable().default(10000),
  min_evaluators: z.int().default(1),
  max_samplers: z.int().nullable().default(1000),
  min_samplers: z.int().default(1),
  check_interval: z.number().default(120),
  child_exit_delay_s: z.number().optional(),
  cpu_only: z.boolean().default(false),
  cuda_visible_devices: z.string().nullable().default("unset"),
});

export const state = z.strictObject({
  evaluators: z.array(child).default([]),
  samplers: z.array(child).default([]),
  device_map: z.record(z.string(), z.string().nullable()).default({}),
});

const count = z.union([z.number(), z.literal("error")]);

export const observation = z.strictObject({
  evaluator_queue: count.optional(),
  sampler_queue: count.optional(),
  gpus: z.array(gpu).optional(),
  ram_gib: z.number().optional(),
  cpu: cpu.optional(),
  load1: z.number().optional(),
  cores: z.number().optional(),
  nvml_init_error: z.boolean().optional(),
});

const start = z.object({
  action: z.literal("start"),
  role: z.enum(["evaluator", "sampler"]),
  pid: z.int(),
  device: z.string().nullable().optional(),
});
const terminate = z.object({
  action: z.literal("terminate"),
  role: z.enum(["evaluator", "sampler"]),
  pid: z.int(),
  list_index: z.int(),
});
const kill = z.object({ action: z.literal("kill") });

export const action = z.discriminatedUnion("action", [start, terminate, kill]);

/** Times, logs and process names are the plant's; what is left is what a policy decides. */
export const check = z.object({
  actions: z.array(action),
  device_map_after: z.record(z.string(), z.string().nullable()),
});

export const final = z.object({ evaluator_pids: z.array(z.int()), sampler_pids: z.array(z.int()) });

/** Mean over cores, then over samples. */
export function meanCpu(samples: z.output<typeof cpu>): number {
  if (typeof samples === "number") return samples;
  return mean(samples.map((sample) => (typeof sample === "number" ? sample : mean(sample))));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function listed<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}
