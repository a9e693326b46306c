import { expect, test } from "vitest";
import { type Case, load, MIX, mixWith, POLICY, RATE, refusal, SERVICE } from "./mix.ts";

const BOTH = `  gpu: { cores: 8, memory: 64GiB, gpus: { count: 2, memory: 40GiB } }
  large: { cores: 8, memory: 1TiB }
groups:
  sampler:
    serves: sampler_queue
    needs: { memory: 65GiB, gpuMemory: 32GB }
`;

const CROSS: readonly Case[] = [
  [
    "a misspelt queue",
    "queue: sampler_queue",
    "queue: sampler_qeue",
    'mix.yaml:12:12 workload[0].queue: no group serves the queue "sampler_qeue"; did you mean "sampler_queue", which groups.sampler.serves names and nothing feeds?',
  ],
  [
    "a misspelt queue of a group",
    "serves: sampler_queue",
    "serves: sampler_qeue",
    'mix.yaml:12:12 workload[0].queue: no group serves the queue "sampler_queue"; did you mean "sampler_qeue", which groups.sampler.serves names and nothing feeds?',
  ],
  [
    "a misspelt queue beside one that is right",
    "policies:",
    "  - { queue: sampler_qeue, poisson: { rate: 1 }, service: 1s }\npolicies:",
    'mix.yaml:15:14 workload[1].queue: no group serves the queue "sampler_qeue"; did you mean "sampler_queue"?',
  ],
  [
    "a spike after the end",
    RATE,
    "spikes: { at: [30m, 1h], count: 5 }",
    "mix.yaml:13:25 workload[0].spikes.at[1]: the spike comes at 3600s, when the run is over: its horizon is 3600s",
  ],
  [
    "settings of a misspelt queue",
    "horizon: 1h",
    "horizon: 1h\nqueues: { sampler_queu: {} }",
    'mix.yaml:3:11 queues.sampler_queu: no group serves the queue "sampler_queu"; did you mean "sampler_queue"?',
  ],
  [
    "work that follows into a misspelt queue",
    "horizon: 1h",
    "horizon: 1h\nqueues: { sampler_queue: { followUps: [{ queue: sampler_qeue, service: 1s }] } }",
    'mix.yaml:3:49 queues.sampler_queue.followUps[0].queue: no group serves the queue "sampler_qeue"; did you mean "sampler_queue"?',
  ],
  [
    "slots and batches together",
    "warmUp: 60s",
    "warmUp: 60s\n    slots: { count: 2 }\n    batch: { most: 2 }",
    "mix.yaml:11:5 groups.sampler.batch: is given together with slots; only one of them is allowed",
  ],
  [
    "a batch larger than the prefetch",
    "warmUp: 60s",
    "warmUp: 60s\n    prefetch: 10\n    batch: { most: 20 }",
    "mix.yaml:10:15 groups.sampler.prefetch: 10 is less than a batch, 20: it never fills; raise prefetch or lower most",
  ],
  [
    "fewer messages than slots",
    "warmUp: 60s",
    "warmUp: 60s\n    prefetch: 1\n    slots: { count: 2 }",
    "mix.yaml:10:15 groups.sampler.prefetch: 1 is less than the slots, 2: they never fill",
  ],
  [
    "no GPU large enough",
    "32GB",
    "80GiB",
    "mix.yaml:10:25 groups.sampler.needs.gpuMemory: no GPU has 80GiB of memory; the largest has 40GiB",
  ],
  [
    "more GPUs than a node has",
    "gpuMemory: 32GB",
    "gpuMemory: 32GB, gpus: 3",
    "mix.yaml:10:37 groups.sampler.needs.gpus: no node has 3 GPUs with 32GB; the most on one node is 2",
  ],
  [
    "GPUs without memory",
    "gpuMemory: 32GB",
    "gpus: 1",
    "mix.yaml:10:5 groups.sampler.needs.gpuMemory: is missing; write what it takes on each GPU, for example 32GB",
  ],
  [
    "memory on no GPU",
    "gpuMemory: 32GB",
    "gpus: 0, gpuMemory: 32GB",
    "mix.yaml:10:34 groups.sampler.needs.gpuMemory: is given with 0 gpus; write gpus: 1, or leave it out",
  ],
  [
    "more memory than a node has",
    "gpuMemory: 32GB",
    "memory: 65GiB",
    "mix.yaml:10:22 groups.sampler.needs.memory: no node has 65GiB of memory; the largest has 64GiB",
  ],
  [
    "memory here and GPUs there",
    MIX.slice(MIX.indexOf("  gpu:"), MIX.indexOf("workload")),
    BOTH,
    "mix.yaml:9:12 groups.sampler.needs: no node has both the memory and the GPUs that a replica needs",
  ],
  [
    "a minimum above the maximum",
    "maximum: 4",
    "maximum: 4\n    minimum: 5",
    "mix.yaml:9:14 groups.sampler.minimum: 5 is more than the maximum, 4",
  ],
  [
    "too many at the start",
    "maximum: 4",
    "maximum: 4\n    initial: { replicas: 5 }",
    "mix.yaml:9:26 groups.sampler.initial.replicas: 5 is more than the maximum, 4",
  ],
  [
    "two nodes of one name",
    "  gpu: {",
    "  gpu-1: { cores: 8, memory: 4GiB }\n  gpu: {",
    'mix.yaml:5:3 nodes.gpu: two nodes would be called "gpu-1"; rename one',
  ],
  [
    "no service time",
    SERVICE,
    "",
    "mix.yaml:12:5 workload[0].service: is missing; write how long a task takes, for example 15s",
  ],
  [
    "a source after the run",
    SERVICE,
    `${SERVICE}    from: 2h\n`,
    "mix.yaml:15:11 workload[0].from: the source begins at 7200s, when the run is over: its horizon is 3600s",
  ],
  [
    "a source that ends before it begins",
    SERVICE,
    `${SERVICE}    from: 2m\n    until: 1m\n`,
    "mix.yaml:16:12 workload[0].until: the source ends at 60s but begins at 120s",
  ],
  [
    "a run without end",
    "horizon: 1h\n",
    "",
    "mix.yaml:11:5 workload[0].until: is missing, and the scenario has no horizon: the run would never end; write one of them",
  ],
  [
    "a curve that goes back",
    RATE,
    "curve: { points: [{ at: 1h, rate: 1/s }, { at: 30m, rate: 2/s }] }",
    "mix.yaml:13:52 workload[0].curve.points[1].at: 1800s is not after the point before it, 3600s",
  ],
  [
    "a curve longer than its repeat",
    RATE,
    "curve: { points: [{ at: 1h, rate: 1/s }], repeat: 1h }",
    "mix.yaml:13:29 workload[0].curve.points[0].at: 3600s is never reached: the curve starts again after 3600s",
  ],
  [
    "an unknown policy",
    POLICY,
    "  - statc\n",
    'mix.yaml:16:5 policies[0].policy: there is no policy "statc"; did you mean "static"?',
  ],
  [
    "one policy twice",
    POLICY,
    "  - static\n  - static\n",
    'mix.yaml:17:5 policies[1]: two policies are called "static"; give one another name: …',
  ],
  [
    "a policy from nowhere",
    POLICY,
    "  - name: mine\n",
    "mix.yaml:16:5 policies[0]: needs policy: NAME or file: ./my-policy.ts",
  ],
  [
    "a policy from two places",
    POLICY,
    "  - policy: static\n    file: mine.ts\n",
    "mix.yaml:17:11 policies[0].file: a policy is either from a file or from the catalogue; leave one out",
  ],
  [
    "an unknown parameter",
    POLICY,
    "  - policy: static\n    parameters: { coutns: { sampler: 2 } }\n",
    'mix.yaml:17:19 policies[0].parameters.coutns: policy "static" has no parameter "coutns"; did you mean "counts"?',
  ],
  [
    "a wrong value of a parameter",
    POLICY,
    "  - policy: static\n    parameters:\n      counts: { sampler: two }\n",
    'mix.yaml:18:26 policies[0].parameters.counts.sampler: policy "static": "counts.sampler" is "two", expected a number',
  ],
  [
    "a wrong unit in a parameter",
    POLICY,
    "  - policy: distributed-funsearch\n    parameters:\n      gpu: { minimumFreeMemory: 20Gib }\n",
    'mix.yaml:18:33 policies[0].parameters.gpu.minimumFreeMemory: policy "distributed-funsearch": "gpu.minimumFreeMemory" is "20Gib", expected a number; did you mean 20GiB?',
  ],
  [
    "a count of a group that is not there",
    POLICY,
    "  - policy: static\n    parameters: { counts: { smpler: 2 } }\n",
    'mix.yaml:17:29 policies[0].parameters.counts.smpler: there is no group "smpler"; did you mean "sampler"?',
  ],
  [
    "a queue that is not there",
    POLICY,
    "  - policy: distributed-funsearch\n    parameters: { sampler: { queue: sampler_qeue } }\n",
    'mix.yaml:17:37 policies[0].parameters.sampler.queue: there is no queue "sampler_qeue"; did you mean "sampler_queue"?',
  ],
];

test.each(CROSS)("judges %s", (_, found, written, message) => {
  expect(refusal(mixWith(found, written))).toBe(message);
});

test("refuses work that can never start, and work that may never end", () => {
  const loop = (horizon: string, queue: string) =>
    mixWith("serves: sampler_queue", "serves: [sampler_queue, loop]").replace(
      "horizon: 1h\n",
      `${horizon}queues: { ${queue}: { followUps: [{ queue: ${queue}, service: 1s }] } }\n`,
    );
  expect(refusal(loop("horizon: 1h\n", "loop"))).toBe(
    'mix.yaml:3:30 queues.loop.followUps: can never start: neither a source nor other work feeds the queue "loop"',
  );
  expect(refusal(loop("horizon: 1h\n", "sampler_queue"))).toBe("accepted");
  expect(refusal(loop("", "sampler_queue"))).toContain("may go on for ever, and the scenario has no horizon");
});

test("seeds beside windows, of which each is run once, are refused; one only says where theirs begin", () => {
  const windowed = (seeds: string) =>
    mixWith(
      "poisson: { rate: 0.2/s }",
      "trace: { file: scenarios/traces/requests.csv, format: csv, columns: { arrival: TIMESTAMP } }",
    ).replace("horizon: 1h\n", `windows: { every: 1h }\n${seeds}`);
  const message = "does not go with windows: each window is run once; write [7] for the seed of the first";
  expect(refusal(windowed("seeds: 4\n"))).toBe(`mix.yaml:3:8 seeds: ${message}`);
  expect(refusal(windowed("seeds: [4, 5]\n"))).toBe(`mix.yaml:3:8 seeds: ${message}`);
  expect(refusal(windowed(""), { set: ["seeds=4"] })).toBe(`--set seeds=4: ${message}`);
  expect(load(windowed("seeds: [7]\n")).scenario.seeds).toEqual([7]);
  expect(load(windowed("")).scenario.seeds).toEqual([1, 2, 3, 4, 5]);
});

test.each([
  ["check: 3h", ["a check every 3h in a run of 1h: policies decide once"]],
  ["check: { period: 30s, phase: 2h }", ["a check every 30s in a run of 1h: policies never decide"]],
  ["check: { period: 3h, onChange: true }", []],
  ["check: 30m", []],
])("warns of checks so far apart that there is none to speak of: %s", (check, warnings) => {
  expect(load(mixWith("horizon: 1h", `horizon: 1h\n${check}`)).warnings).toEqual(warnings);
});
