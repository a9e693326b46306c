import { z } from "zod";
import { bind, type Device } from "../../../policies/index.ts";
import type { Comparison, Vector } from "../family.ts";
import { observed } from "./models.ts";

const mebibyte = 2 ** 20;

const model = z.strictObject({ name: z.string(), vramMiB: z.number() });
const config = z.strictObject({ headroom: z.number().default(0.2), models: z.array(model).optional() });
const gpu = z.union([
  z.number().transform((totalMiB) => ({ totalMiB, otherMiB: 0 })),
  z.strictObject({ index: z.int().optional(), totalMiB: z.number(), otherMiB: z.number().default(0) }),
]);
const plan = z.object({ gpus: z.array(gpu), models: z.array(model).optional(), expected: z.unknown() });

/** The three models of the rules, where a vector names none. */
const THREE = [
  { name: "qwen-32b", vramMiB: 16384 },
  { name: "mistral-7b", vramMiB: 4096 },
  { name: "llama3-8b", vramMiB: 5120 },
];

/** Whether the models go on one GPU, on two, or nowhere; and which goes where, if that is told. */
export function checkPlan(vector: Vector): Comparison {
  const { headroom, models: general = THREE } = config.parse(vector.config ?? {});
  const cases = z.array(plan).min(1).parse(vector.cases);
  const results = cases.map(({ gpus, models = general, expected }) => {
    const policy = bind("service-rules", {
      plan: { minimumFree: headroom, models: models.map(({ name, vramMiB }) => ({ name, size: vramMiB * mebibyte })) },
    });
    const devices = gpus.map(({ totalMiB, otherMiB }, index): Device => {
      const memory = { memoryTotal: totalMiB * mebibyte, memoryFree: (totalMiB - otherMiB) * mebibyte };
      return { node: "node", index, ...memory, models: [] };
    });
    const { decisions } = policy.decide(observed(devices), policy.begin());
    const actual = decisions.map(({ subject, action }) => [subject, action?.kind === "load" ? action.device : null]);
    const told = placesIn(expected, models);
    return told === undefined
      ? { expected: wordOf(expected), actual: decisions[0]?.because[0].code }
      : { expected: told, actual };
  });
  return { expected: results.map((each) => each.expected), actual: results.map((each) => each.actual) };
}

/** `{ "qwen-32b": 0, … }`, alone or as one of several members. */
function placesIn(told: unknown, models: z.output<typeof model>[]): unknown {
  if (typeof told !== "object" || told === null) return undefined;
  const places = told as Readonly<Record<string, unknown>>;
  if (models.every(({ name }) => typeof places[name] === "number"))
    return models.map(({ name }) => [name, `gpu${places[name]}`]);
  return Object.values(places)
    .map((each) => placesIn(each, models))
    .find((each) => each !== undefined);
}

function wordOf(told: unknown): string {
  const text = JSON.stringify(told);
  if (/insufficient/.test(text)) return "plan-insufficient";
  if (/single|one/.test(text)) return "plan-one-gpu";
  if (/multi|two|split/.test(text)) return "plan-two-gpus";
  throw new Error(`nobody knows what the plan ${text} is`);
}
