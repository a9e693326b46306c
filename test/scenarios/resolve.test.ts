import { expect, test } from "vitest";
import { z } from "zod";
import { withUnits } from "../../scenarios/index.ts";
import { load, MIX, mixWith } from "./mix.ts";

test("fills in every default, in SI units, and leaves out what is not known", () => {
  expect(load(MIX).scenario).toEqual({
    version: 1,
    name: "mix",
    description: "",
    start: 0,
    horizon: 3600,
    seeds: [1, 2, 3, 4, 5],
    check: { period: 15, phase: 0 },
    nodes: ["gpu-1", "gpu-2"].map((name) => ({
      name,
      cores: 8,
      memory: 64 * 2 ** 30,
      gpus: [{ memory: 40 * 2 ** 30 }, { memory: 40 * 2 ** 30 }],
      pricePerHour: 2,
    })),
    queues: [{ name: "sampler_queue", acknowledge: "after" }],
    groups: [
      {
        name: "sampler",
        serves: ["sampler_queue"],
        minimum: 1,
        maximum: 4,
        initial: { replicas: 1, phase: "ready" },
        warmUp: { kind: "constant", value: 60 },
        grace: 30,
        release: "idle-first",
        dispatch: "longest-idle",
        placement: "most-free",
        needs: { cores: 1, warmUpCores: 1, memory: 0, gpus: 1, gpuMemory: 32e9, gpuUtilization: 1 },
      },
    ],
    workload: [
      {
        kind: "poisson",
        name: "sampler_queue-poisson",
        queue: "sampler_queue",
        from: 0,
        rate: 0.2,
        service: { kind: "constant", value: 15 },
      },
    ],
    sensors: {
      queues: { period: 0, lag: 0, window: 60 },
      groups: { period: 0, lag: 0, window: 60 },
      nodes: { period: 0, lag: 0, window: 10 },
      devices: { period: 0, lag: 0, window: 0 },
    },
    policies: [{ label: "static", policy: { name: "static" }, parameters: {} }],
  });
});

test("the resolved form has no key without a value", () => {
  const { scenario } = load(mixWith("    needs: { gpuMemory: 32GB }\n", ""));
  expect(scenario).toStrictEqual(JSON.parse(JSON.stringify(scenario)));
});

test("reads the shorthands", () => {
  const text = mixWith(
    "horizon: 1h",
    "horizon: 1h\ncheck: { period: 1m, phase: 5s }\nsensors: { lag: 5s, nodes: { lag: 0, window: 1m } }",
  )
    .replace("serves: sampler_queue", "serves: [sampler_queue, other]\n    initial: { replicas: 2, phase: warming }")
    .replace("gpus: { count: 2, memory: 40GiB }", "gpus: [{ memory: 40GiB }, { memory: 80GiB }]")
    .replace("warmUp: 60s", "warmUp: { lognormal: { mean: 7m, cv: 0.3 } }");
  const { scenario } = load(text);
  expect(scenario.check).toEqual({ period: 60, phase: 5 });
  expect(scenario.sensors.queues).toEqual({ period: 0, lag: 5, window: 60 });
  expect(scenario.sensors.nodes).toEqual({ period: 0, lag: 0, window: 60 });
  expect(scenario.queues.map(({ name }) => name)).toEqual(["sampler_queue", "other"]);
  expect(scenario.nodes[0]?.gpus).toEqual([{ memory: 40 * 2 ** 30 }, { memory: 80 * 2 ** 30 }]);
  expect(scenario.groups[0]).toMatchObject({
    initial: { replicas: 2, phase: "warming" },
    warmUp: { kind: "lognormal", mean: 420, cv: 0.3 },
  });
});

test("reads anchors and merge keys", () => {
  const text = mixWith(
    "  sampler:",
    "  other: &base { serves: others, maximum: 3 }\n  third:\n    <<: *base\n    maximum: 5\n  sampler:",
  );
  expect(load(text).scenario.groups.map(({ name, maximum }) => [name, maximum])).toEqual([
    ["other", 3],
    ["third", 5],
    ["sampler", 4],
  ]);
});

test("gives sources without a name one of their own", () => {
  const more =
    "  - { name: sampler_queue-spikes, queue: sampler_queue, poisson: { rate: 1 }, service: 1 }\n  - { queue: sampler_queue, spikes: { at: 5m, count: 3 }, service: 1 }\n";
  const { workload } = load(mixWith("policies:", `${more}policies:`)).scenario;
  expect(workload.map(({ name }) => name)).toEqual([
    "sampler_queue-poisson",
    "sampler_queue-spikes",
    "sampler_queue-spikes-2",
  ]);
  expect(workload[2]).toMatchObject({ kind: "spikes", at: [300], count: 3, over: 0 });
});

test("warns of what flatters or hollows out the results", () => {
  expect(load(MIX).warnings).toEqual([]);
  const text = mixWith("    warmUp: 60s\n", "")
    .replace(", price: $2/h", "")
    .replace("serves: sampler_queue", "serves: [sampler_queue, other]");
  expect(load(text).warnings).toEqual([
    "no warm-up in sampler: every policy looks better than it is",
    "no price anywhere: cost is not counted, and a policy that keeps everything running looks best",
    "nothing feeds the queue other",
  ]);
});

test.each([
  ["a maximum", "maximum: 4", "maximum: 5"],
  ["a maximum for half the GPUs", "maximum: 4", "maximum: 3\n    node: gpu-2"],
  ["a fixed count", "maximum: 4", "minimum: 0"],
  ["a maximum for what takes two GPUs", "needs: {", "needs: { gpus: 2,"],
  ["a maximum by memory", "needs: {", "needs: { memory: 60GiB,"],
])("warns of %s that finds no room", (_, found, written) => {
  const room = written === "maximum: 5" || written === "minimum: 0" ? 4 : 2;
  const text = mixWith(found, written).replace(
    "- static",
    "- { policy: static, parameters: { counts: { sampler: 5 } } }",
  );
  expect(load(text).warnings).toEqual([`at most ${room} replicas of sampler find room; the rest would stay pending`]);
});

test("turns units in a policy's parameters into the numbers it takes", () => {
  const text = mixWith(
    "  - static\n",
    "  - policy: distributed-funsearch\n    name: mine\n    parameters:\n" +
      "      evaluator: null\n      sampler: { minimumLifetime: 2m }\n      gpu: { minimumFreeMemory: 30GiB, maximumUtilization: 50% }\n",
  );
  expect(load(text).scenario.policies).toEqual([
    {
      label: "mine",
      policy: { name: "distributed-funsearch" },
      parameters: {
        evaluator: null,
        sampler: { minimumLifetime: 120 },
        gpu: { minimumFreeMemory: 30 * 2 ** 30, maximumUtilization: 0.5 },
      },
    },
  ]);
});

test("takes no quantity of another kind than the parameter's", () => {
  const schema = z.object({
    wait: z.number().describe("Seconds of rest."),
    room: z.number().describe("Bytes that are free."),
    share: z.number().describe("Utilization, fraction of 1."),
  });
  const wrong = { wait: "5GiB", room: "50%", share: "5m" };
  expect(withUnits(wrong, schema)).toEqual(wrong);
  expect(withUnits({ wait: "5m", room: "1KiB", share: "50%" }, schema)).toEqual({ wait: 300, room: 1024, share: 0.5 });
});

test("leaves a text alone where a policy takes a text, and what is no quantity", () => {
  const schema = z.object({
    text: z.string().default(""),
    either: z.union([z.string(), z.number()]),
    number: z.number().nullable().default(1),
    list: z.array(z.object({ wait: z.number() })),
    byName: z.record(z.string(), z.number()),
  });
  const written = {
    text: "5m",
    either: "5m",
    number: "5m",
    list: [{ wait: "1s" }],
    byName: { a: "50%", b: "much" },
    other: "5m",
  };
  expect(withUnits(written, schema)).toEqual({
    text: "5m",
    either: "5m",
    number: 300,
    list: [{ wait: 1 }],
    byName: { a: 0.5, b: "much" },
    other: "5m",
  });
});
