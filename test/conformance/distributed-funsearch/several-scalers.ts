import { z } from "zod";
import { bind } from "../../../policies/index.ts";
import type { Comparison, Vector } from "../family.ts";
import { carryOut, observe, type Role, type World } from "./world.ts";

const perNode = z.array(z.int());
const state = z.strictObject({ evaluators_per_node: perNode.optional(), samplers_per_node: perNode.optional() });
const observation = z.strictObject({ evaluator_queue: z.number().optional(), sampler_queue: z.number().optional() });
const config = z.strictObject({
  scalers_with_evaluator_role: z.int().optional(),
  scalers_with_sampler_role: z.int().optional(),
});
const expected = z.strictObject({
  evaluators_started_total: z.int().optional(),
  evaluators_terminated_total: z.int().optional(),
  samplers_started_total: z.int().optional(),
  samplers_terminated_total: z.int().optional(),
  per_node: perNode.optional(),
});

/** Scalers of their own on the same queue: each judges alone, on the processes of its node. */
export function checkSeveralScalers(vector: Vector): Comparison {
  const { evaluators_per_node, samplers_per_node } = state.parse(vector.state);
  const shown = observation.parse(vector.observation);
  const role: Role = evaluators_per_node === undefined ? "sampler" : "evaluator";
  const nodes = evaluators_per_node ?? samplers_per_node ?? [];
  const { scalers_with_evaluator_role, scalers_with_sampler_role } = config.parse(vector.config);
  const scalers = (role === "evaluator" ? scalers_with_evaluator_role : scalers_with_sampler_role) ?? nodes.length;
  const count = role === "evaluator" ? shown.evaluator_queue : shown.sampler_queue;
  const other: Role = role === "evaluator" ? "sampler" : "evaluator";
  const policy = bind("distributed-funsearch", { preset: "as-published", [other]: null });
  const acts = nodes.slice(0, scalers).map((processes) => {
    const children = Array.from({ length: processes }, (_, index) => ({ pid: 101 + index, alive: true }));
    const world: World = {
      children: { evaluator: [], sampler: [], [role]: children },
      visible: undefined,
      nextPid: 5001,
    };
    const readings = {
      ...healthy,
      evaluator: undefined,
      sampler: undefined,
      [role]: { ready: count ?? 0, unacked: 0 },
    };
    return carryOut(world, policy.decide(observe(world, readings, 0), policy.begin()).decisions);
  });
  const wanted = expected.parse(vector.expected);
  const total = (action: string) => acts.flat().filter((act) => act.action === action).length;
  const actual = {
    [`${role}s_started_total`]: total("start"),
    [`${role}s_terminated_total`]: total("terminate"),
    per_node: acts.map((each) => each.length),
  };
  return { expected: wanted, actual: Object.fromEntries(Object.keys(wanted).map((key) => [key, actual[key]])) };
}

const healthy = { gpus: [{ freeGiB: 79, util: 0, error: false }], cpu: 20, load1: 1, cores: 32, ramGiB: 200 };
