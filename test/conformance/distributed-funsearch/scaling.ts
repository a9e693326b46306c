import type { z } from "zod";
import { bind, type Json, type Policy } from "../../../policies/index.ts";
import type { Comparison, Vector } from "../family.ts";
import * as schema from "./schema.ts";
import {
  type Act,
  type Child,
  carryOut,
  deviceMap,
  observe,
  parseVisible,
  type Readings,
  type World,
} from "./world.ts";

const gibibyte = 2 ** 30;

type Config = z.output<typeof schema.config>;

/** Checks of the published loop, one after the other on the same processes. */
export function checkScaling(vector: Vector, defaults: unknown): Comparison {
  const config = schema.config.parse({ ...settings(defaults), ...(vector.config as object) });
  const state = schema.state.parse(vector.state);
  const observations = schema.listed(vector.observation).map((shown) => schema.observation.parse(shown));
  const shown = carriedOver(observations).map((each) => readings(each, defaults));
  const world = worldOf(state, config);
  const noDriver = observations.some((each) => each.nvml_init_error === true);
  const policy = bind("distributed-funsearch", {
    preset: "as-published",
    ...parametersOf(config, world.visible, {
      evaluator: observations.some((each) => each.evaluator_queue !== undefined),
      sampler: observations.some((each) => each.sampler_queue !== undefined),
    }),
    cpuOnly: config.cpu_only || noDriver,
  });

  const owners = { evaluator: state.evaluators.length > 0, sampler: state.samplers.length > 0 };
  let memory = memoryBefore(policy, world, shown[0]);
  const checks = shown.map((reading, index) => {
    const outcome = policy.decide(observe(world, reading, index * config.check_interval), memory);
    memory = outcome.memory;
    return { actions: carryOut(world, outcome.decisions), deviceMap: deviceMap(world) };
  });
  const pids = (role: "evaluator" | "sampler") =>
    // An empty list is replaced by a private one, so whoever gave it sees nothing in it.
    owners[role] ? world.children[role].map(({ pid }) => pid) : [];
  const actual = { checks, evaluators: pids("evaluator"), samplers: pids("sampler") };
  return { expected: expectedOf(vector), actual };
}

function expectedOf(vector: Vector): unknown {
  const checks = schema.listed(vector.expected).map((each) => {
    const { actions, device_map_after } = schema.check.parse(each);
    return { actions: actions.flatMap(actOf), deviceMap: device_map_after };
  });
  const { evaluator_pids, sampler_pids } = schema.final.parse(vector.expected_final);
  return { checks, evaluators: evaluator_pids, samplers: sampler_pids };
}

/** A kill follows from a process that does not end; no policy asks for it. */
export function actOf(recorded: z.output<typeof schema.action>): Act[] {
  if (recorded.action === "kill") return [];
  const { role, pid } = recorded;
  if (recorded.action === "terminate") return [{ action: "terminate", role, pid, listIndex: recorded.list_index }];
  return [{ action: "start", role, pid, ...(role === "sampler" ? { device: recorded.device ?? null } : {}) }];
}

function worldOf(state: z.output<typeof schema.state>, config: Config): World {
  const samplers = state.samplers.map((child): Child => {
    const device = state.device_map[String(child.pid)];
    return { pid: child.pid, alive: child.alive, ...(device === undefined ? {} : { device }) };
  });
  const evaluators = state.evaluators.map(({ pid, alive }): Child => ({ pid, alive }));
  return {
    children: { evaluator: evaluators, sampler: samplers },
    visible: parseVisible(config.cuda_visible_devices),
    nextPid: 5001,
  };
}

/**
 * The memory of a scaler whose map already has some of the samplers: it has lived through a check that saw only the others. What it
 * decided then is not asked for.
 */
function memoryBefore(policy: Policy, world: World, reading: Readings | undefined): Json {
  const unmapped = world.children.sampler.filter(({ device }) => device === undefined);
  if (reading === undefined || unmapped.length === world.children.sampler.length) return policy.begin();
  const earlier = { ...world, children: { ...world.children, sampler: unmapped } };
  return policy.decide(observe(earlier, reading, -1), policy.begin()).memory;
}

/** A key that is not repeated keeps its value. */
function carriedOver(
  observations: readonly z.output<typeof schema.observation>[],
): z.output<typeof schema.observation>[] {
  let before: z.output<typeof schema.observation> = {};
  return observations.map((each) => {
    before = { ...before, ...each };
    return before;
  });
}

function readings(shown: z.output<typeof schema.observation>, defaults: unknown): Readings {
  const {
    cpu = 20,
    load1 = 1,
    cores = 32,
    ram_gib = 200,
    gpus = [],
    ...queues
  } = { ...surroundings(defaults), ...shown };
  const reading = (count: number | "error" | undefined) =>
    count === undefined || count === "error" ? count : { ready: count, unacked: 0 };
  return {
    evaluator: reading(queues.evaluator_queue),
    sampler: reading(queues.sampler_queue),
    gpus: shown.nvml_init_error ? [] : gpus.map(({ free_gib, util, error }) => ({ freeGiB: free_gib, util, error })),
    cpu: schema.meanCpu(cpu),
    load1,
    cores,
    ramGiB: ram_gib,
  };
}

/** Our parameters for a configuration of theirs. No maximum leaves a role alone, as in the code. */
export function parametersOf(
  config: Config,
  visible: World["visible"],
  roles: { readonly evaluator: boolean; readonly sampler: boolean },
): { readonly [key: string]: Json } {
  const sampler = {
    minimum: config.min_samplers,
    maximum: Math.max(0, config.max_samplers ?? 0),
    scaleUpThreshold: config.sampler_scale_up_threshold,
  };
  const evaluator = {
    minimum: config.min_evaluators,
    maximum: Math.max(0, config.max_evaluators ?? 0),
    scaleUpThreshold: config.evaluator_scale_up_threshold,
  };
  return {
    sampler: roles.sampler ? sampler : null,
    evaluator: roles.evaluator ? evaluator : null,
    gpu: {
      minimumFreeMemory: config.min_gpu_memory_gib * gibibyte,
      maximumUtilization: config.max_gpu_utilization / 100,
      visibleDevices: visible ?? null,
    },
    minimumFreeMemory: config.min_system_memory_gib * gibibyte,
    maximumCpuUtilization: config.cpu_usage_threshold / 100,
    maximumLoadPerCore: config.normalized_load_threshold,
    cpuOnly: config.cpu_only,
  };
}

/** The file's defaults are of two sorts: settings of the scaler, and what its host shows. */
export function settings(defaults: unknown): Readonly<Record<string, unknown>> {
  return pick(defaults, (key) => key in schema.config.shape);
}
export function surroundings(defaults: unknown): z.output<typeof schema.observation> {
  return schema.observation.parse(pick(defaults, (key) => key in schema.observation.shape));
}
function pick(defaults: unknown, wanted: (key: string) => boolean): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries((defaults ?? {}) as object).filter(([key]) => wanted(key)));
}
