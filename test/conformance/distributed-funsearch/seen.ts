import { z } from "zod";
import { bind, type Decision } from "../../../policies/index.ts";
import type { Comparison, Vector } from "../family.ts";
import { tell } from "./told.ts";
import { carryOut, observe, type QueueReading, type World } from "./world.ts";

const messages = z.strictObject({ ready: z.number(), unacked: z.number() });
const observation = z.union([
  messages,
  z.strictObject({ evaluator_queue: messages.optional(), sampler_queue: messages.optional() }),
]);
const state = z.strictObject({ evaluators: z.int().default(2), samplers: z.int().default(2) });
const expected = z.strictObject({
  count_seen: z.union([z.number(), z.record(z.string(), z.number())]),
  on_http_error: z.number().optional(),
  actions: z.array(z.string()).optional(),
});

/** Which messages a generation counts, as its decisions tell it in their facts, and what it does about them. */
export function checkSeen(vector: Vector): Comparison {
  const shown = observation.parse(vector.observation);
  const wanted = expected.parse(vector.expected);
  const generation = vector.generation;
  const policy = bind("distributed-funsearch", { preset: generation === "v1" ? "as-published" : String(generation) });
  const { evaluators, samplers } = state.parse(vector.state);

  function decide(evaluator: QueueReading | undefined, sampler: QueueReading | undefined) {
    const world: World = {
      children: { evaluator: many(101, evaluators), sampler: many(201, samplers) },
      visible: undefined,
      nextPid: 5001,
    };
    const readings = { evaluator, sampler, gpus: [], cpu: 20, load1: 1, cores: 32, ramGiB: 200 };
    const { decisions } = policy.decide(observe(world, readings, 0), policy.begin());
    return { decisions, told: carryOut(world, decisions).map(tell) };
  }

  const single = "ready" in shown;
  const { decisions, told } = single ? decide(shown, undefined) : decide(shown.evaluator_queue, shown.sampler_queue);
  const seen = Object.fromEntries(decisions.map((decision) => [`${decision.subject}_queue`, countIn(decision)]));
  const failed = countIn(decide("error", undefined).decisions[0]);
  const actual = {
    count_seen: typeof wanted.count_seen === "number" ? seen.evaluator_queue : seen,
    ...(wanted.on_http_error === undefined ? {} : { on_http_error: failed }),
    ...(wanted.actions === undefined ? {} : { actions: told }),
  };
  return { expected: wanted, actual };
}

function countIn(decision: Decision | undefined): unknown {
  return decision?.because.find(({ facts }) => "count" in facts)?.facts.count;
}

function many(first: number, length: number) {
  return Array.from({ length }, (_, index) => ({ pid: first + index, alive: true }));
}
