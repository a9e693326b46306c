import { z } from "zod";
import { bind } from "../../../policies/index.ts";
import type { Comparison, Vector } from "../family.ts";
import { actOf } from "./scaling.ts";
import * as schema from "./schema.ts";
import { carryOut, deviceMap, observe, parseVisible, type World } from "./world.ts";

const config = z.strictObject({
  num_samplers: z.int(),
  num_evaluators: z.int(),
  gpt: z.boolean().default(false),
  cuda_visible_devices: z.string().nullable().default("unset"),
});
const observation = z.strictObject({ gpus: z.array(schema.gpu).default([]) });
const expected = z.object({
  actions: z.array(schema.action),
  task_manager_map: z.record(z.string(), z.string().nullable()),
});

/** The processes the main program starts with: one decision of the policy with initial counts. */
export function checkInitialPlacement(vector: Vector): Comparison {
  const { num_samplers, num_evaluators, gpt, cuda_visible_devices } = config.parse(vector.config);
  const { gpus } = observation.parse(vector.observation);
  const wanted = expected.parse(vector.expected);
  const visible = parseVisible(cuda_visible_devices);
  const world: World = { children: { evaluator: [], sampler: [] }, visible, nextPid: 5001 };
  const policy = bind("distributed-funsearch", {
    preset: "as-published",
    initial: { samplers: num_samplers, evaluators: num_evaluators },
    cpuOnly: gpt,
    gpu: { visibleDevices: visible ?? null },
  });
  const nothing = { ready: 0, unacked: 0 };
  const shown = {
    evaluator: nothing,
    sampler: nothing,
    gpus: gpus.map(({ free_gib, util, error }) => ({ freeGiB: free_gib, util, error })),
    cpu: 20,
    load1: 1,
    cores: 32,
    ramGiB: 200,
  };
  const { decisions } = policy.decide(observe(world, shown, 0), policy.begin());
  const actual = { actions: carryOut(world, decisions), map: deviceMap(world) };
  return { expected: { actions: wanted.actions.flatMap(actOf), map: wanted.task_manager_map }, actual };
}
