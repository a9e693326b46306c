import { fc, test } from "@fast-check/vitest";
import { test as example, expect } from "vitest";
import type { Policy } from "../../policies/policy.ts";
import type { FaultSpec, GroupSpec, Scenario, SourceSpec } from "../../scenarios/scenario.ts";
import { FastPath } from "../../sim/fast/fast-path.ts";
import { ShortPath } from "../../sim/fast/short-path.ts";
import { Servers } from "../../sim/plant/servers.ts";
import { Simulation } from "../../sim/run.ts";
import { groupOf, hold, poisson, scenarioOf, scripted } from "../sim/scenario-of.ts";

/**
 * Short cuts must not show: every number, decision and observation is that of the event loop, and what it does with plain tasks is
 * what it does with all.
 */

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const time = fc.oneof(number(0, 20), fc.integer({ min: 0, max: 20 }));
const distribution = fc.oneof(
  time.map((value) => ({ kind: "constant", value }) as const),
  number(0.1, 10).map((mean) => ({ kind: "exponential", mean }) as const),
  number(0.1, 10).map((mean) => ({ kind: "lognormal", mean, cv: 1 }) as const),
);
const names = ["work", "other"] as const;

/** Some use neither cores nor GPUs; of those that do, some are slowed down, some only once there are more of them. */
const needs = fc
  .record({
    cores: fc.constantFrom(0, 1, 1.5, 3),
    warmUpCores: fc.constantFrom(0, 2),
    memory: fc.constantFrom(0, 1),
    gpus: fc.constantFrom(0, 1),
    gpuMemory: fc.constantFrom(1, 4),
    gpuUtilization: fc.constantFrom(0, 0.4, 1),
  })
  .map((given) => (given.gpus > 0 ? given : { ...given, gpuMemory: 0, gpuUtilization: 0 }));
const none = { cores: 0, warmUpCores: 0, memory: 0, gpus: 0, gpuMemory: 0, gpuUtilization: 0 };
const node = fc
  .record({ cores: fc.constantFrom(3, 16, 64), gpus: fc.integer({ min: 0, max: 4 }) })
  .map(({ cores, gpus }) => ({ cores, memory: 100, gpus: Array.from({ length: gpus }, () => ({ memory: 4 })) }));

const group = (serves: string): fc.Arbitrary<GroupSpec> =>
  fc
    .record({
      needs: fc.oneof(fc.constantFrom(none, { ...none, warmUpCores: 2 }), needs),
      initial: fc.record({ replicas: fc.integer({ min: 0, max: 12 }), phase: fc.constantFrom("ready", "warming") }),
      warmUp: distribution,
      grace: time,
      release: fc.constantFrom("idle-first", "oldest", "newest"),
      dispatch: fc.constantFrom("longest-idle", "longest-idle", "newest-idle"),
    })
    .chain((given) => {
      const crash = { exit: 0.1, hang: 0.1, blackHole: 0, blackHoleTime: 1, prune: true, pruneAfter: 5 };
      const failures = { ...crash, crash: { kind: "exponential", mean: 60 } } as const;
      return fc
        .constantFrom({}, {}, { failures })
        .map((more) => groupOf({ name: serves, serves: [serves], ...given, ...more }));
    });
const source = (queue: string): fc.Arbitrary<SourceSpec> =>
  fc.oneof(
    fc
      .record({ rate: number(0.1, 4), service: distribution })
      .map((given) => ({ kind: "poisson" as const, name: `poisson-${queue}`, queue, from: 0, ...given })),
    fc
      .record({
        at: fc.array(time, { minLength: 1, maxLength: 4 }),
        count: fc.integer({ min: 1, max: 60 }),
        service: distribution,
      })
      .map(({ at, ...given }) => ({
        kind: "spikes" as const,
        name: `spikes-${queue}`,
        queue,
        from: 0,
        at: at.sort((a, b) => a - b),
        over: 0,
        ...given,
      })),
  );
const fault: fc.Arbitrary<FaultSpec> = fc.oneof(
  fc.record({
    at: fc.tuple(number(0, 100)),
    kind: fc.constant("replicaCrash" as const),
    group: fc.constantFrom(...names),
    count: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ at: fc.tuple(number(0, 100)), kind: fc.constant("purge" as const), queue: fc.constantFrom(...names) }),
  fc.record({
    at: fc.tuple(number(0, 100)),
    for: number(1, 20).map((value) => ({ kind: "constant", value }) as const),
    kind: fc.constant("brokerOutage" as const),
    queues: fc.constant(["work"]),
    deliveries: fc.constantFrom("continue" as const, "stop" as const),
  }),
);
const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    groups: fc.tuple(group("work"), group("other")),
    nodes: fc.tuple(node, node).map((nodes) => nodes.map((each, index) => ({ name: `node${index}`, ...each }))),
    workload: fc.tuple(source("work"), source("work"), source("other")),
    faults: fc.option(fc.array(fault, { maxLength: 2 }), { nil: undefined }),
    acknowledge: fc.constantFrom("after" as const, "before" as const),
    lag: fc.constantFrom(0, 3),
    window: fc.constantFrom(0, 4),
    nodeWindow: fc.constantFrom(0, 1.5, 4),
    period: fc.constantFrom(5, 23),
    objective: fc.constantFrom({ wait: 2 }, { wait: 0, sojourn: 5 }),
    demandWindow: fc.constantFrom(11, 300),
  })
  .map(({ acknowledge, lag, window, nodeWindow, period, faults, workload, ...given }) => {
    const sensor = { period: 0, lag, window };
    return scenarioOf({
      horizon: 120,
      check: { period, phase: 0 },
      queues: names.map((name) => ({ name, acknowledge })),
      sensors: { queues: sensor, groups: sensor, nodes: { ...sensor, window: nodeWindow }, devices: sensor },
      workload: workload.map((each, index) => ({ ...each, name: `source-${index}` })),
      ...(faults && { faults }),
      ...given,
    });
  });
const policy = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 15 })), { minLength: 1, maxLength: 8 })
  .map((table) =>
    scripted(({ time }) => {
      const [work = 0, other = 0] = table[Math.floor(time / 23) % table.length] ?? [];
      return { work, other };
    }),
  );

function everything(given: Scenario, policy: Policy, everyEvent: boolean) {
  const journal: string[] = [];
  const options = { seed: 5, traces: new Map(), journal: (line: string) => journal.push(line), everyEvent };
  const simulation = new Simulation(given, policy, options);
  while (simulation.advance(1_000_000));
  const { measures, detail } = simulation.finish();
  return { ...measures, detail, journal };
}

/** As if no tasks were plain. */
function atLength(given: Scenario, policy: Policy) {
  const { plainServer } = Servers.prototype;
  Servers.prototype.plainServer = () => undefined;
  try {
    return everything(given, policy, true);
  } finally {
    Servers.prototype.plainServer = plainServer;
  }
}

test.prop([scenario, policy], { numRuns: 300 })(
  "the fast path, and that of plain tasks, gives what the event loop gives, to the last bit",
  (given, table) => {
    const expected = atLength(given, table);
    expect(everything(given, table, true)).toEqual(expected);
    expect(everything(given, table, false)).toEqual(expected);
  },
);

/** Nobody is slowed down: of cores and GPUs there are enough for all that there is room for. */
const wholeGpus = needs.map((given) => (given.gpus > 0 ? { ...given, gpuMemory: 4 } : given));
const ample = fc
  .record({
    given: scenario,
    needs: fc.record({ work: wholeGpus, other: wholeGpus }),
    gpus: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 3 }),
    // Bins of half a second, or of two.
    horizon: fc.constantFrom(120, 900),
  })
  .map(({ given, needs, gpus, horizon }) => ({
    ...given,
    horizon,
    nodes: gpus.map((count, index) => ({
      name: `node${index}`,
      cores: 64,
      memory: 100,
      gpus: Array.from({ length: count }, () => ({ memory: 4 })),
    })),
    groups: given.groups.map((group) => ({
      ...group,
      dispatch: "longest-idle" as const,
      needs: needs[group.name as keyof typeof needs],
    })),
  }));

/** Also where it would not be tried, because it was not worth it. */
function eagerly(given: Scenario, policy: Policy) {
  const { run } = ShortPath.prototype;
  ShortPath.prototype.run = function () {
    return run.call(Object.assign(this, { pause: 0, poor: 0 }));
  };
  try {
    return { full: everything(given, policy, false), brief: briefly(given, policy, false) };
  } finally {
    ShortPath.prototype.run = run;
  }
}

function briefly(given: Scenario, policy: Policy, everyEvent: boolean) {
  const simulation = new Simulation(given, policy, { seed: 5, traces: new Map(), everyEvent, brief: true });
  while (simulation.advance(1_000_000));
  return simulation.finishBriefly();
}

function bothWays(given: Scenario, policy: Policy): void {
  const expected = { full: everything(given, policy, true), brief: briefly(given, policy, true) };
  expect(eagerly(given, policy)).toEqual(expected);
}

test.prop([ample, policy], { numRuns: 200 })(
  "so it does where replicas have all the cores and GPUs that they use",
  (given, table) => {
    bothWays(given, table);
  },
);

const constant = (value: number) => ({ kind: "constant", value }) as const;
const spikes = (name: string, queue: string, at: number[], service: number): SourceSpec => ({
  kind: "spikes",
  name,
  queue,
  from: 0,
  at,
  count: 1,
  over: 0,
  service: constant(service),
});

example("a task of no time at all comes as a replica gets ready", () => {
  const given = scenarioOf({
    horizon: 200,
    check: { period: 10, phase: 3 },
    nodes: [{ name: "node", cores: 64, memory: 100, gpus: [] }],
    group: {
      needs: { ...none, cores: 1 },
      initial: { replicas: 2, phase: "ready" },
      warmUp: constant(7.125),
    },
    workload: [spikes("tasks", "work", [20.125, 40.125, 60.125, 199], 0)],
  });
  bothWays(
    given,
    scripted(({ time }) => ({ worker: 2 + Math.floor(time / 10) })),
  );
});

example.each([1 / 3, 0.999999])("GPUs are used by %d for long", (gpuUtilization) => {
  const given = scenarioOf({
    horizon: 20_000,
    check: { period: 60, phase: 0 },
    nodes: [{ name: "node", cores: 64, memory: 100, gpus: Array.from({ length: 8 }, () => ({ memory: 4 })) }],
    group: {
      needs: { ...none, gpus: 1, gpuMemory: 4, gpuUtilization },
      initial: { replicas: 8, phase: "ready" },
    },
    workload: [poisson(3, 2)],
  });
  bothWays(given, hold);
});

/** Who is done first makes room for a new one, of its own group or the other. */
example.each([
  ["work", "other", 3.25, 0],
  ["other", "work", 3.25, 0],
  ["work", "other", 3.25, 1],
  ["other", "work", 3.25, 1],
  ["work", "other", 3.125, 1],
  ["other", "work", 3.125, 1],
])("tasks of %s and %s end at one instant, the second begun at %d, with %d cores", (first, second, at, cores) => {
  const given = scenarioOf({
    horizon: 100,
    check: { period: 5, phase: 4.5 },
    nodes: ["a", "b"].map((name) => ({ name, cores: 4, memory: 1, gpus: [] })),
    queues: names.map((name) => ({ name, acknowledge: "after" })),
    groups: names.map((name) =>
      groupOf({
        name,
        serves: [name],
        needs: { ...none, cores, memory: 1 },
        initial: { replicas: 1, phase: "ready" },
        grace: 100,
      }),
    ),
    workload: [spikes("early", first, [3.125, 90], 20), spikes("late", second, [at, 90], 23.125 - at)],
  });
  const counts = (count: number) => ({ work: count, other: count });
  const table = scripted(({ time }) => (time < 4 ? {} : counts(time < 8 ? 0 : 1)));
  bothWays(given, table);
});

test.prop([scenario, policy], { numRuns: 60 })(
  "so it does where a run ends with its last task",
  ({ horizon: _, faults: __, ...given }, table) => {
    const workload = given.workload.map((source) => (source.kind === "poisson" ? { ...source, until: 60 } : source));
    // Somebody is to serve it in the end.
    const groups = given.groups.map(({ failures: _, ...group }) => ({ ...group, minimum: 1 }));
    const ending = { ...given, workload, groups };
    expect(everything(ending, table, false)).toEqual(everything(ending, table, true));
  },
);

const enough = [{ name: "node", cores: 64, memory: 100, gpus: [] }];
const oneCore = { ...none, cores: 1 };

example.each([
  ["as much as it can serve", 90, 100, 1, none],
  ["more than it can serve", 60, 50, 1, none],
  ["next to nothing", 20, 1000, 1, none],
  // Sums of such times are no longer exact in the units of gauges.
  ["that take days", 90, 100, 1e6, none],
  ["as much as a few on a node can serve", 7, 8, 1, oneCore],
  ["more than a few can serve", 9, 8, 1, oneCore],
  ["that take a few days", 7, 8, 1e5, oneCore],
])("a long stretch and many tasks, %s", (_, rate, replicas, mean, needs) => {
  const given = scenarioOf({
    horizon: (60_000 / rate) * mean,
    check: { period: 60_000 * mean, phase: 60_000 * mean },
    demandWindow: 300 * mean,
    nodes: enough,
    group: { needs, initial: { replicas, phase: "ready" } },
    workload: [poisson(rate / mean, mean)],
  });
  expect(everything(given, hold, false)).toEqual(everything(given, hold, true));
});

// Without a horizon the bins of the series are narrow at first.
example.each([
  ["as it is", { horizon: 2000 }, none, FastPath, 0.9],
  ["without a horizon", {}, none, FastPath, 0.5],
  ["on cores that are enough", { horizon: 2000 }, oneCore, ShortPath, 0.9],
])("it is taken where it can be, %s", (_, end, needs, { prototype }, share) => {
  const given = scenarioOf({
    ...end,
    nodes: enough,
    group: { needs, initial: { replicas: 8, phase: "ready" } },
    workload: [{ ...poisson(7, 1), until: 2000 }],
  });
  let handled = 0;
  const { run } = prototype;
  prototype.run = function (this: FastPath & ShortPath) {
    const count = run.call(this);
    handled += count;
    return count;
  };
  const { events } = everything(given, hold, false);
  prototype.run = run;
  expect(handled / events).toBeGreaterThan(share);
});
