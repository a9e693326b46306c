import { z } from "zod";
import { bind, type Decision, type Json } from "../../../policies/index.ts";
import type { Comparison, Vector } from "../family.ts";
import { parametersOf } from "./scaling.ts";
import * as schema from "./schema.ts";
import { matches } from "./told.ts";
import {
  type Act,
  type Child,
  carryOut,
  observe,
  type QueueReading,
  type Readings,
  type Role,
  type World,
} from "./world.ts";

const child = z.strictObject({
  pid: z.int().optional(),
  alive: z.boolean().default(true),
  device: z.string().optional(),
  age_s: z.number().optional(),
});
const children = z.union([z.int(), z.array(child)]).default(0);
const state = z.strictObject({
  evaluators: children,
  samplers: children,
  samplers_ever_connected: z.boolean().default(false),
  idle_checks: z.int().default(0),
});
const config = schema.config.extend({
  max_evaluators: z.int().default(1000),
  check_interval: z.number().default(60),
  idle_checks: z.int().optional(),
  idle_checks_before_scale_down: z.int().optional(),
  min_gpu_util_for_scale_down: z.number().optional(),
  min_process_lifetime: z.number().optional(),
});
const queue = z.union([
  z.number(),
  z.literal("error"),
  z.strictObject({ messages: z.number(), consumers: z.int().optional() }),
]);
const observation = z.strictObject({
  evaluator_queue: queue.optional(),
  sampler_queue: queue.optional(),
  seconds_since_consumer: z.number().optional(),
  gpu_util: z.array(z.number()).optional(),
  gpus: z.array(schema.gpu).optional(),
});
const told = z.union([z.string(), z.record(z.string(), z.unknown())]);
const expected = z.strictObject({ actions: z.array(told), idle_checks_after: z.int().optional() });
type Told = z.output<typeof told>;

/** Checks of the later generations, read from their code: one or several, told in sentences. */
export function checkRewrite(vector: Vector): Comparison {
  const observations = schema.listed(vector.observation).map((shown) => observation.parse(shown));
  const settings = config.parse(vector.config);
  const before = state.parse(vector.state);
  const wanted = expectations(vector.expected, observations.length);
  const roles = {
    evaluator: observations.some((each) => each.evaluator_queue !== undefined),
    sampler: observations.some((each) => each.sampler_queue !== undefined),
  };
  const role: Role = roles.evaluator ? "evaluator" : "sampler";
  const policy = bind("distributed-funsearch", {
    preset: String(vector.generation),
    ...parameters(settings, roles),
  });
  const world: World = {
    children: { evaluator: family(before.evaluators, 101), sampler: family(before.samplers, 201) },
    visible: undefined,
    nextPid: 5001,
  };

  // The state before the first check is reached by checks: one that sees who was there first, then empty ones.
  const quiet = {
    ...readings({}, roles),
    [role]: { ready: 1, unacked: 0, consumers: before.samplers_ever_connected ? 1 : 0 },
  };
  const first = {
    ...world,
    children: { ...world.children, sampler: world.children.sampler.filter(({ device }) => device === undefined) },
  };
  let memory = policy.decide(observe(first, quiet, 0), policy.begin()).memory;
  for (let idle = 0; idle < before.idle_checks; idle++) {
    memory = policy.decide(observe(world, { ...quiet, [role]: { ready: 0, unacked: 0 } }, 0), memory).memory;
  }

  const checks = observations.map((shown, index) => {
    const time = shown.seconds_since_consumer ?? (index + 1) * settings.check_interval;
    const devices = new Map(world.children.sampler.map(({ pid, device }) => [pid, device]));
    const outcome = policy.decide(observe(world, readings(shown, roles), time), memory);
    memory = outcome.memory;
    const acts = carryOut(world, outcome.decisions);
    const { sentences, idle } = wanted[index] ?? { sentences: [] };
    return {
      actions: spoken(sentences, acts, role, (pid) => devices.get(pid)),
      ...(idle === undefined ? {} : { idle: idleChecks(outcome.decisions) }),
    };
  });
  return {
    expected: wanted.map(({ sentences, idle }) => ({ actions: sentences, ...(idle === undefined ? {} : { idle }) })),
    actual: checks,
  };
}

/** The sentences where they say what was done; else what was done, so that a difference can be read. */
function spoken(
  sentences: readonly Told[],
  acts: readonly Act[],
  role: Role,
  deviceOf: (pid: number) => string | null | undefined,
) {
  const all = sentences.length === acts.length;
  return all && acts.every((act, index) => matches(sentences[index] ?? "", act, role, deviceOf)) ? sentences : acts;
}

function expectations(given: unknown, checks: number): { sentences: readonly Told[]; idle?: number }[] {
  const perCheck = Array.isArray(given) && given.length === checks && given.every((each) => typeof each !== "string");
  return (perCheck ? given : [given]).map((each) => {
    if (Array.isArray(each)) return { sentences: z.array(told).parse(each) };
    const { actions, idle_checks_after: idle } = expected.parse(each);
    return { sentences: actions, ...(idle === undefined ? {} : { idle }) };
  });
}

function parameters(
  settings: z.output<typeof config>,
  roles: { evaluator: boolean; sampler: boolean },
): { [key: string]: Json } {
  const idle = settings.idle_checks ?? settings.idle_checks_before_scale_down;
  const keep = settings.min_gpu_util_for_scale_down;
  return {
    ...parametersOf(settings, undefined, roles),
    ...(idle === undefined ? {} : { idleChecks: idle }),
    ...(keep === undefined ? {} : { keepBusyGpu: keep / 100 }),
  };
}

/** Started so long before the first check that no lifetime rule protects them, unless an age is given. */
function family(given: z.output<typeof children>, firstPid: number): Child[] {
  const list = typeof given === "number" ? Array.from({ length: given }, () => child.parse({})) : given;
  return list.map(({ pid, alive, device, age_s }, index) => ({
    pid: pid ?? firstPid + index,
    alive,
    ...(device === undefined ? {} : { device }),
    ...(age_s === undefined ? {} : { started: -age_s }),
  }));
}

/** A host with everything to spare, and one idle GPU unless the vector shows others. */
function readings(shown: z.output<typeof observation>, roles: { evaluator: boolean; sampler: boolean }): Readings {
  const busy = shown.gpu_util?.map((util) => ({ freeGiB: 8, util, error: false }));
  const listed = shown.gpus?.map(({ free_gib, util, error }) => ({ freeGiB: free_gib, util, error }));
  return {
    evaluator: roles.evaluator ? reading(shown.evaluator_queue) : undefined,
    sampler: roles.sampler ? reading(shown.sampler_queue) : undefined,
    gpus: busy ?? listed ?? [{ freeGiB: 79, util: 0, error: false }],
    cpu: 20,
    load1: 1,
    cores: 32,
    ramGiB: 200,
  };
}

function reading(given: z.output<typeof queue> | undefined): QueueReading {
  if (given === undefined || given === "error") return "error";
  if (typeof given === "number") return { ready: given, unacked: 0 };
  return {
    ready: given.messages,
    unacked: 0,
    ...(given.consumers === undefined ? {} : { consumers: given.consumers }),
  };
}

function idleChecks(decisions: readonly Decision[]): unknown {
  const fact = decisions.flatMap(({ because }) => because).findLast(({ facts }) => "idleChecks" in facts);
  return fact?.facts.idleChecks ?? 0;
}
