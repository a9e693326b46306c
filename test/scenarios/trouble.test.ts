import { describe, expect, test } from "vitest";
import { load, MIX, mixWith, refusal } from "./mix.ts";

const GPUS = "gpus: { count: 2, memory: 40GiB }";
const WARMUP = "warmUp: 60s";
const withFault = (text: string) => mixWith("policies:", `faults:\n  - ${text}\npolicies:`);
const resolved = (text: string) => load(text).scenario;

describe("background use", () => {
  test("of every GPU alike, for the whole run", () => {
    const { nodes } = resolved(
      mixWith(GPUS, `${GPUS}, background: { cores: 2, gpus: { utilization: 50%, memory: 8GiB } }`),
    );
    const gpu = { utilization: 0.5, memory: 8 * 2 ** 30 };
    expect(nodes.map(({ background }) => background)).toEqual(
      Array(2).fill([{ at: 0, cores: 2, memory: 0, gpus: [gpu, gpu] }]),
    );
  });

  test("step by step, GPU by GPU", () => {
    const { nodes } = resolved(
      mixWith(GPUS, `${GPUS}, background: [{ at: 10m, memory: 1GB, gpus: [{ utilization: 10% }] }, { at: 20m }]`),
    );
    const idle = { utilization: 0, memory: 0 };
    expect(nodes[0]?.background).toEqual([
      { at: 600, cores: 0, memory: 1e9, gpus: [{ utilization: 0.1, memory: 0 }, idle] },
      { at: 1200, cores: 0, memory: 0, gpus: [idle, idle] },
    ]);
  });
});

test("failures, health and stopping have defaults where they are used, and are absent where they are not", () => {
  const text = `${WARMUP}\n    failures: { exit: 5% }\n    health: {}\n    stop: { drain: 60s }\n    cancel: after-grace`;
  expect(resolved(mixWith(WARMUP, text)).groups[0]).toMatchObject({
    failures: { exit: 0.05, hang: 0, blackHole: 0, blackHoleTime: 0.01, prune: true, pruneAfter: 10 },
    health: { delay: 0, failure: 0 },
    stop: { unroute: 0, drain: 60, checkpoint: 0 },
    cancel: "after-grace",
  });
  const plain = resolved(MIX);
  for (const key of ["failures", "health", "stop", "cancel"]) expect(plain.groups[0]).not.toHaveProperty(key);
  expect(plain).not.toHaveProperty("faults");
  expect(plain.nodes[0]).not.toHaveProperty("background");
});

test.each([
  ["{ nodeLoss: { node: gpu-1 }, at: 10m, for: 5m }", { kind: "nodeLoss", node: "gpu-1", at: [600], for: five() }],
  [
    "{ replicaCrash: { group: sampler }, at: [1m, 2m] }",
    { kind: "replicaCrash", group: "sampler", count: 1, at: [60, 120] },
  ],
  [
    "{ brokerOutage: {}, every: 5m, for: 5m }",
    { kind: "brokerOutage", queues: ["sampler_queue"], deliveries: "continue", every: five(), for: five() },
  ],
  [
    "{ sensorOutage: { of: devices }, at: 0s }",
    { kind: "sensorOutage", of: "devices", names: ["gpu-1/gpu0", "gpu-1/gpu1", "gpu-2/gpu0", "gpu-2/gpu1"], at: [0] },
  ],
  ["{ actuator: { does: slow, delay: 2m }, at: 0s }", { kind: "actuator", groups: ["sampler"], delay: 120, at: [0] }],
  ["{ actuator: { does: refuse }, at: 0s }", { kind: "actuator", groups: ["sampler"], at: [0] }],
  ["{ startFailure: {}, at: 1m }", { kind: "startFailure", groups: ["sampler"], how: "exit", at: [60] }],
  [
    "{ startFailure: { groups: [sampler], how: hang }, every: 5m, for: 5m }",
    { kind: "startFailure", groups: ["sampler"], how: "hang", every: five(), for: five() },
  ],
  [
    "{ manualEdit: { group: sampler, desired: 3 }, at: 1m }",
    { kind: "manualEdit", group: "sampler", desired: 3, at: [60] },
  ],
  ["{ purge: { queue: sampler_queue }, every: 5m }", { kind: "purge", queue: "sampler_queue", every: five() }],
])("the fault %s", (text, fault) => {
  expect(resolved(withFault(text)).faults).toEqual([fault]);
});

function five() {
  return { kind: "constant", value: 300 };
}

test.each([
  [
    "nodeLoss: { node: gpu }\n    at: 1m",
    '16:23 faults[0].nodeLoss.node: there is no node "gpu"; there is "gpu-1", "gpu-2"',
  ],
  [
    "at: 1m",
    "16:5 faults[0]: a fault needs one of nodeLoss, replicaCrash, brokerOutage, sensorOutage, actuator, startFailure, manualEdit, purge",
  ],
  [
    "startFailure: { groups: [sampler, samplers] }\n    at: 1m",
    '16:39 faults[0].startFailure.groups[1]: there is no group "samplers"; did you mean "sampler"?',
  ],
  ["startFailure: { how: never }\n    at: 1m", '16:26 faults[0].startFailure.how: "never" is not exit or hang'],
  [
    "startFailure: {}\n    every: 1h",
    "16:5 faults[0].for: is missing: without it the first one lasts to the end of the run; write for example 5m",
  ],
  ["purge: { queue: sampler_queue }", "16:5 faults[0]: needs at: when it comes, or every: how often; one of them"],
  [
    "purge: { queue: sampler_queue }\n    at: 2h",
    "17:9 faults[0].at: comes at 7200s, when the run is over: its horizon is 3600s",
  ],
  [
    "purge: { queue: sampler_queue }\n    every: 0s",
    "17:12 faults[0].every: is zero: it would come again at the same moment, for ever",
  ],
  [
    "purge: { queue: sampler_queue }\n    at: 1m\n    for: 1m",
    "18:10 faults[0].for: purge is over at once; leave it out",
  ],
  [
    "nodeLoss: { node: gpu-1 }\n    every: 1m",
    "16:5 faults[0].for: is missing: without it the first one lasts to the end of the run; write for example 5m",
  ],
  [
    "actuator: { does: slow }\n    at: 1m",
    "16:5 faults[0].actuator.delay: is missing; write how late it is, for example 2m",
  ],
  [
    "actuator: { does: refuse, delay: 1m }\n    at: 1m",
    "16:38 faults[0].actuator.delay: is given, but what is refused is never done; leave it out",
  ],
  [
    "manualEdit: { group: sampler, desired: 9 }\n    at: 1m",
    "16:44 faults[0].manualEdit.desired: 9 is not what its owner allows, 1 to 4",
  ],
  [
    "sensorOutage: { of: devices, names: [gpu-1/gpu2] }\n    at: 1m",
    '16:42 faults[0].sensorOutage.names[0]: there is no GPU "gpu-1/gpu2"; did you mean "gpu-1/gpu0"?',
  ],
])("refuses the fault %s", (text, message) => {
  expect(refusal(withFault(text))).toBe(`mix.yaml:${message}`);
});

test.each([
  [
    WARMUP,
    `${WARMUP}\n    failures: { exit: 60%, hang: 60% }`,
    "10:15 groups.sampler.failures: the chances of exit, hang and blackHole add up to 1.2, more than 1",
  ],
  [
    WARMUP,
    `${WARMUP}\n    health: { failure: 10% }`,
    "10:5 groups.sampler.health.delay: is missing; a check that fails is repeated after it, for example after 10s",
  ],
  [
    GPUS,
    `${GPUS}, background: { cores: 9 }`,
    "4:101 nodes.gpu.background.cores: others use 9 cores of a node that has 8",
  ],
  [
    GPUS,
    `${GPUS}, background: { gpus: { memory: 41GiB } }`,
    "4:100 nodes.gpu.background.gpus: others use more memory than the GPU has",
  ],
  [
    GPUS,
    `${GPUS}, background: [{ at: 1m }, { at: 1m }]`,
    "4:111 nodes.gpu.background[1].at: 60s is not after the entry before it, 60s",
  ],
])("refuses what cannot be: %s becomes %s", (found, written, message) => {
  expect(refusal(mixWith(found, written))).toBe(`mix.yaml:${message}`);
});
