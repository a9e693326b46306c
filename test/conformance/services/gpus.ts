import { z } from "zod";
import type { Device, Group, Observation, Replica } from "../../../policies/index.ts";
import type { Comparison, Vector } from "../family.ts";
import { boundAlone } from "./shipped.ts";

const mebibyte = 2 ** 20;

const growth = z.strictObject({
  gpus: z.int(),
  replicas_added_one_by_one: z.int(),
  expected_gpu_of_each: z.array(z.int()),
});
const decline = z.strictObject({
  gpus: z.int(),
  start_counts: z.array(z.int()),
  scale_down_to: z.int(),
  expected_victim_gpus: z.array(z.int()),
});

/** Where worker-llm grows and whom it loses, one replica a check, with all GPUs empty. */
export function checkPlacement(vector: Vector): Comparison {
  const cases = z
    .array(z.union([growth, decline]))
    .min(1)
    .parse(vector.cases);
  const actual = cases.map((each) =>
    "start_counts" in each
      ? { ...each, expected_victim_gpus: victimsOf(each) }
      : { ...each, expected_gpu_of_each: grown(each) },
  );
  return { expected: cases, actual };
}

function grown({ gpus, replicas_added_one_by_one: wanted }: z.output<typeof growth>): number[] {
  const policy = boundAlone("worker-llm", { minimum: wanted, maximum: wanted, rules: {} });
  const places: number[] = [];
  for (let before = -1; before < places.length && places.length < wanted; ) {
    before = places.length;
    const [decision] = policy.decide(observed(gpus, places), policy.begin()).decisions;
    const [first] = decision?.action?.kind === "scale" ? (decision.action.start ?? []) : [];
    if (first?.place !== undefined) places.push(indexOf(first.place));
  }
  return places;
}

function victimsOf({ gpus, start_counts: starts, scale_down_to: least }: z.output<typeof decline>): number[] {
  const policy = boundAlone("worker-llm", { minimum: least, rules: { queue: { down: 1 } } });
  let places = starts.flatMap((count, gpu) => Array.from({ length: count }, () => gpu));
  const victims: number[] = [];
  while (places.length > least) {
    const { decisions } = policy.decide(observed(gpus, places), policy.begin());
    const action = decisions[0]?.action;
    const [victim] = action?.kind === "scale" ? (action.release ?? []) : [];
    if (victim === undefined) break;
    victims.push(places[Number(victim.slice(1))] ?? -1);
    places = places.filter((_, index) => index !== Number(victim.slice(1)));
  }
  return victims;
}

function observed(gpus: number, places: readonly number[]): Observation {
  const replicas = places.map((gpu, index): Replica => ({ id: `r${index}`, phase: "ready", devices: [`gpu${gpu}`] }));
  const group: Group = { serves: ["work"], minimum: 0, desired: places.length, replicas, signals: {} };
  const empty = { memoryTotal: 40960 * mebibyte, memoryFree: 40960 * mebibyte };
  const device = (index: number): readonly [string, Device] => [`gpu${index}`, { node: "node", index, ...empty }];
  return {
    time: 0,
    queues: { work: { waiting: 0 } },
    groups: { "worker-llm": group },
    nodes: {},
    devices: Object.fromEntries(Array.from({ length: gpus }, (_, index) => device(index))),
    caches: {},
    signals: {},
  };
}

function indexOf(place: string): number {
  return Number(place.slice("gpu".length));
}
