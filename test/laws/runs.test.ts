import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { Observation, Policy } from "../../policies/policy.ts";
import type { Distribution, FollowUp, GroupSpec, NodeSpec, Scenario, SourceSpec } from "../../scenarios/scenario.ts";
import { experiment } from "../../sim/experiment.ts";
import { groupOf, observed, scenarioOf } from "../sim/scenario-of.ts";

/** Laws that hold for every run: random plants, workloads and policies. */

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const distribution: fc.Arbitrary<Distribution> = fc.oneof(
  number(0, 30).map((value) => ({ kind: "constant", value }) as const),
  number(0.1, 30).map((mean) => ({ kind: "exponential", mean }) as const),
  fc.record({ kind: fc.constantFrom("lognormal", "gamma", "weibull"), mean: number(0.1, 30), cv: number(0.1, 2) }),
);
const queueName = fc.constantFrom("work", "other");
const source = (index: number): fc.Arbitrary<SourceSpec> =>
  fc.oneof(
    fc.record({ queue: queueName, rate: number(0.01, 1), service: distribution }).map((given) => ({
      kind: "poisson" as const,
      name: `source-${index}`,
      from: 0,
      ...given,
    })),
    fc
      .record({
        queue: queueName,
        at: fc.array(number(0, 300), { minLength: 1, maxLength: 3 }).map((at) => at.sort((a, b) => a - b)),
        count: fc.integer({ min: 1, max: 30 }),
        service: distribution,
      })
      .map((given) => ({ kind: "spikes" as const, name: `source-${index}`, from: 0, over: 0, ...given })),
  );
/** What lets a replica have several tasks, or take longer over the first. */
const several: fc.Arbitrary<Partial<GroupSpec>> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  fc.record({ prefetch: fc.integer({ min: 1, max: 4 }) }),
  fc.record({
    slots: fc.record({ count: fc.integer({ min: 1, max: 4 }), speed: fc.constantFrom([1], [1, 0.7, 0.4]) }),
    firstTasks: fc.record({ count: fc.integer({ min: 0, max: 3 }), slowdown: number(1, 3) }),
  }),
  fc.record({
    batch: fc.record({
      most: fc.integer({ min: 1, max: 5 }),
      linger: number(0, 5),
      waits: fc.boolean(),
      work: fc.constantFrom("longest" as const, "mean" as const, "sum" as const),
      slowdown: fc.constantFrom([1], [1, 1.5]),
    }),
    prefetch: fc.integer({ min: 1, max: 6 }),
  }),
);
const followUp: fc.Arbitrary<FollowUp> = fc.record({
  queue: queueName,
  count: fc.integer({ min: 1, max: 2 }),
  probability: number(0, 1),
  delay: fc.constantFrom({ kind: "constant" as const, value: 0 }, { kind: "exponential" as const, mean: 5 }),
  service: distribution,
  limit: fc.constantFrom(20, 100),
});
const group = (name: string): fc.Arbitrary<GroupSpec> =>
  fc
    .record({
      serves: fc.constantFrom(["work"], ["other"], ["work", "other"]),
      initial: fc.record({ replicas: fc.integer({ min: 0, max: 4 }), phase: fc.constantFrom("ready", "warming") }),
      warmUp: distribution,
      grace: number(0, 60),
      release: fc.constantFrom("idle-first", "oldest", "newest"),
      dispatch: fc.constantFrom("longest-idle", "newest-idle"),
      placement: fc.constantFrom("most-free", "first-fit", "best-fit"),
      needs: fc.record({
        cores: fc.constantFrom(0, 0.3, 1),
        warmUpCores: fc.constantFrom(0, 0.7),
        memory: fc.integer({ min: 0, max: 20 }),
        gpus: fc.integer({ min: 0, max: 2 }),
        gpuMemory: fc.integer({ min: 1, max: 40 }),
        gpuUtilization: fc.constantFrom(0.1, 1),
      }),
      pricePerHour: number(0, 10),
    })
    .chain((given) => several.map((more) => groupOf({ name, ...given, ...more })));
const node = (index: number): fc.Arbitrary<NodeSpec> =>
  fc
    .record({
      cores: fc.integer({ min: 1, max: 4 }),
      memory: fc.integer({ min: 20, max: 64 }),
      gpus: fc.array(fc.constantFrom({ memory: 40 }, { memory: 80 }), { maxLength: 3 }),
    })
    .map((given) => ({ name: `node-${String.fromCharCode(97 + index)}`, ...given }));
const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    nodes: fc
      .integer({ min: 0, max: 2 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => node(index)))),
    groups: fc.tuple(group("left"), group("right")),
    workload: fc.tuple(source(1), source(2)),
    acknowledge: fc.constantFrom("after", "before"),
    followUps: fc.array(followUp, { maxLength: 1 }),
    timeToLive: fc.option(number(1, 60), { nil: undefined }),
    retry: fc.option(fc.record({ times: fc.integer({ min: 1, max: 3 }), delay: number(0, 20) }), { nil: undefined }),
    lag: fc.constantFrom(0, 7),
    period: fc.constantFrom(0, 4),
    window: fc.constantFrom(0, 3, 9),
  })
  .map(({ nodes, groups, workload, acknowledge, followUps, timeToLive, retry, ...sensor }) =>
    scenarioOf({
      horizon: 400,
      nodes,
      groups,
      workload,
      queues: [
        {
          name: "work",
          acknowledge,
          ...(followUps.length > 0 && { followUps }),
          ...(timeToLive !== undefined && { timeToLive }),
          ...(retry !== undefined && { retry }),
        },
        { name: "other", acknowledge: "after" },
      ],
      sensors: { queues: sensor, groups: sensor, nodes: sensor, devices: sensor },
    }),
  );

/** Asks for counts from a table, whatever it sees. */
const policy: fc.Arbitrary<Policy> = fc
  .array(fc.record({ left: fc.integer({ min: 0, max: 6 }), right: fc.integer({ min: 0, max: 6 }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((table) => ({
    name: "table",
    version: 1,
    parameters: { table },
    begin: () => 0,
    decide: (observation: Observation, memory) => {
      const wanted = table[Number(memory) % table.length] ?? { left: 0, right: 0 };
      return {
        decisions: Object.keys(observation.groups).map((name) => ({
          subject: name,
          action: { kind: "scale", group: name, desired: name === "left" ? wanted.left : wanted.right },
          because: [{ code: "table", facts: {} }] as const,
        })),
        memory: Number(memory) + 1,
      };
    },
  }));

test.prop([scenario, policy])("no task appears or vanishes", (given, table) => {
  const { queues, tasks } = observed(given, table).measures;
  for (const queue of [...Object.values(queues), tasks]) {
    expect(queue.arrived).toBe(queue.completed + queue.unfinished + queue.lost + (queue.expired ?? 0));
  }
  if (given.queues[0]?.acknowledge === "after") expect(tasks.lost).toBe(0);
});

test.prop([scenario, policy])("Little's law holds on the sample path", (given, table) => {
  const { queues, duration } = observed(given, table).measures;
  for (const queue of Object.values(queues)) {
    if (queue.sojourn === undefined || queue.lost > 0) continue;
    // Every task counts, finished or not, with the time it spent here: L · T is exactly the sum of the sojourns.
    const waiting = queue.meanWaiting + (queue.meanHeld ?? 0);
    const inSystem = (waiting + queue.meanInService) * duration;
    expect(inSystem).toBeCloseTo(queue.sojourn.mean * queue.arrived, 5);
    // Without redelivery nobody waits twice: L_q · T is the sum of the waits.
    if (queue.redelivered === 0) expect(waiting * duration).toBeCloseTo((queue.wait?.mean ?? 0) * queue.arrived, 5);
  }
});

test.prop([scenario, policy])(
  "memory and GPU memory are never over-committed, and every replica has its place",
  (given, table) => {
    const { measures, observations } = observed(given, table);
    for (const device of Object.values(measures.devices)) expect(device.maxMemory).toBeLessThanOrEqual(device.memory);
    for (const one of given.nodes) expect(measures.nodes[one.name]?.maxMemory).toBeLessThanOrEqual(one.memory);
    for (const { groups } of observations) {
      for (const [name, { replicas }] of Object.entries(groups)) {
        const needs = given.groups.find((spec) => spec.name === name)?.needs;
        for (const { phase, devices } of replicas) {
          if (given.nodes.length > 0 && phase !== "pending") expect(new Set(devices).size).toBe(needs?.gpus);
        }
      }
    }
  },
);

test.prop([scenario, policy])("no work waits while a replica that serves it idles", (given, table) => {
  const still = { period: 0, lag: 0, window: 0 };
  const exact = { ...given, sensors: { queues: still, groups: still, nodes: still, devices: still } };
  for (const { queues, groups } of observed(exact, table).observations) {
    for (const [name, { serves, replicas }] of Object.entries(groups)) {
      // A batch may wait for more, and then hold all that its prefetch allows.
      if (given.groups.find((spec) => spec.name === name)?.batch !== undefined) continue;
      if (!replicas.some(({ phase, inService }) => phase === "ready" && inService === 0)) continue;
      for (const name of serves) expect(queues[name]?.waiting).toBe(0);
    }
  }
});

test.prop([scenario, policy])(
  "the desired count is what was asked for, and all but draining replicas add up to it",
  (given, table) => {
    for (const { groups } of observed(given, table).observations) {
      for (const { desired, replicas } of Object.values(groups)) {
        expect(replicas.filter(({ phase }) => phase !== "draining").length).toBe(desired);
      }
    }
  },
);

test.prop([scenario, policy])("the same seed gives the same bytes, another start time the same run", (given, table) => {
  const run = (start: number) => {
    const { measures, detail } = observed({ ...given, start }, table, 7);
    return JSON.stringify({ measures, detail });
  };
  expect(run(0)).toBe(run(0));
  expect(run(1_700_000_000)).toBe(run(0));
});

test.prop([scenario, policy])("time averages are the means of the series", (given, table) => {
  const { measures, detail } = observed(given, table);
  const { time, binWidth, columns } = detail.series;
  const mean = (name: string) => {
    const values = columns[name]?.values ?? [];
    const widths = time.map((from) => Math.min(binWidth, measures.duration - from));
    return (
      values.reduce<number>((sum, value, index) => sum + (value ?? 0) * (widths[index] ?? 0), 0) / measures.duration
    );
  };
  for (const [name, queue] of Object.entries(measures.queues))
    expect(mean(`queue/${name}/waiting`)).toBeCloseTo(queue.meanWaiting, 6);
  for (const [name, { meanReplicas }] of Object.entries(measures.groups)) {
    expect(mean(`group/${name}/busy`)).toBeCloseTo(meanReplicas.busy, 6);
    expect(mean(`group/${name}/pending`)).toBeCloseTo(meanReplicas.pending, 6);
  }
});

test.prop([scenario, policy, policy])(
  "every policy meets the same work, whatever order they are listed in",
  async (given, first, second) => {
    const candidates = [
      { label: "first", create: () => first },
      { label: "second", create: () => second },
    ];
    const options = { version: "test", traces: new Map() };
    const there = await experiment(given, candidates, options);
    const back = await experiment(given, [...candidates].reverse(), options);
    expect(JSON.stringify(back.policies.toReversed())).toBe(JSON.stringify(there.policies));
    // Work that follows from work, or is sent anew, depends on how much of it is done; the rest does not depend on the policy.
    if (given.queues[0]?.followUps !== undefined || given.queues[0]?.retry !== undefined) return;
    expect(there.policies[0]?.runs.map(({ tasks }) => tasks.arrived)).toEqual(
      there.policies[1]?.runs.map(({ tasks }) => tasks.arrived),
    );
  },
);
