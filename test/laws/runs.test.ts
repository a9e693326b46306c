import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { Observation, Policy } from "../../policies/policy.ts";
import type {
  Background,
  BatchSize,
  Check,
  ClassSpec,
  ControllerSpec,
  Distribution,
  Failures,
  FaultSpec,
  FollowUp,
  GroupSpec,
  Health,
  NodeSpec,
  Scenario,
  SourceSpec,
  Stop,
} from "../../scenarios/scenario.ts";
import { experiment } from "../../sim/experiment.ts";
import { groupOf, observed, scenarioOf } from "../sim/scenario-of.ts";
import { pushed } from "./pushed.ts";

/** Laws that hold for every run: random plants, workloads and policies. */

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const distribution: fc.Arbitrary<Distribution> = fc.oneof(
  number(0, 30).map((value) => ({ kind: "constant", value }) as const),
  number(0.1, 30).map((mean) => ({ kind: "exponential", mean }) as const),
  fc.record({ kind: fc.constantFrom("lognormal", "gamma", "weibull"), mean: number(0.1, 30), cv: number(0.1, 2) }),
);
const queueName = fc.constantFrom("work", "other");
const batch: fc.Arbitrary<BatchSize | undefined> = fc.constantFrom<BatchSize | undefined>(
  undefined,
  { kind: "constant", value: 3 },
  { kind: "geometric", mean: 2.5 },
);
const source = (index: number): fc.Arbitrary<SourceSpec> =>
  fc.oneof(
    fc
      .record({ queue: queueName, count: fc.integer({ min: 1, max: 8 }), mean: number(1, 30), service: distribution })
      .map(({ mean, ...given }) => ({
        kind: "clients" as const,
        name: `source-${index}`,
        from: 0,
        think: { kind: "exponential", mean } as const,
        ...given,
      })),
    fc.record({ queue: queueName, rate: number(0.01, 1), service: distribution }).map((given) => ({
      kind: "poisson" as const,
      name: `source-${index}`,
      from: 0,
      ...given,
    })),
    fc
      .record({ queue: queueName, mean: number(1, 60), cv: number(0.1, 4), batch, service: distribution })
      .map(({ mean, cv, batch: size, ...given }) => ({
        kind: "renewal" as const,
        name: `source-${index}`,
        from: 0,
        gaps: { kind: "gamma", mean, cv } as const,
        ...(size && { batch: size }),
        ...given,
      })),
    fc
      .record({
        queue: queueName,
        rate: number(0.1, 2),
        busy: number(1, 60),
        quiet: number(1, 200),
        service: distribution,
      })
      .map(({ rate, busy, quiet, ...given }) => ({
        kind: "markov" as const,
        name: `source-${index}`,
        from: 0,
        states: [
          { rate, mean: busy },
          { rate: 0, mean: quiet },
        ],
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
/** Of the first source: some that differ from it only by name, or in what they take, need and endure. */
const classes: fc.Arbitrary<readonly ClassSpec[]> = fc
  .record({ scale: number(0.2, 3), service: distribution, timeToLive: number(1, 60) })
  .map(({ scale, service, timeToLive }) => [
    { name: "usual", share: 0.3 },
    { name: "scaled", share: 0.2, scale, timeToLive },
    { name: "other", share: 0.2, service },
    { name: "able", share: 0.1, needs: { gpu: 1 } },
  ]);
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
/** Something that is there in every second scenario or so. */
const sometimes = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
const lasting = fc.oneof(
  number(1, 100).map((value) => ({ kind: "constant", value }) as const),
  number(5, 100).map((mean) => ({ kind: "exponential", mean }) as const),
);
const chance = fc.constantFrom(0, 0.1, 0.3);
const failures: fc.Arbitrary<Failures> = fc
  .record({
    exit: chance,
    hang: chance,
    blackHole: chance,
    blackHoleTime: number(0.1, 3),
    crash: sometimes(lasting),
    prune: fc.boolean(),
    pruneAfter: number(1, 20),
  })
  .map(known);
const health: fc.Arbitrary<Health> = fc
  .record({
    delay: number(1, 20),
    failure: chance,
    attempts: sometimes(fc.integer({ min: 1, max: 3 })),
    unhealthy: sometimes(fc.record({ every: lasting, for: lasting })),
  })
  .map(known);
const phaseTime = fc.constantFrom(0, 3, 17);
const stop: fc.Arbitrary<Stop> = fc.record({ unroute: phaseTime, drain: phaseTime, checkpoint: phaseTime });
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
        memoryPerTask: fc.constantFrom(0, 3),
        gpuMemoryPerTask: fc.constantFrom(0, 5),
      }),
      signals: sometimes(fc.constant({ latencyP50: 40, latencyP95: 40, serviceTime: 25, checkpointsPerHour: 90 })),
      checkpointEvery: sometimes(fc.integer({ min: 1, max: 4 })),
      pricePerHour: number(0, 10),
      failures: sometimes(failures),
      health: sometimes(health),
      stop: sometimes(stop),
      cancel: sometimes(fc.constantFrom("at-once" as const, "after-grace" as const)),
    })
    .chain((given) => several.map((more) => groupOf({ name, ...known(given), ...more })));
const background: fc.Arbitrary<readonly Omit<Background, "at">[]> = fc.array(
  fc.record({
    cores: number(0, 2),
    memory: fc.integer({ min: 0, max: 20 }),
    gpus: fc.array(fc.record({ utilization: number(0, 1), memory: fc.integer({ min: 0, max: 40 }) }), {
      minLength: 3,
      maxLength: 3,
    }),
  }),
  { minLength: 1, maxLength: 3 },
);
const node = (index: number): fc.Arbitrary<NodeSpec> =>
  fc
    .record({
      cores: fc.integer({ min: 1, max: 4 }),
      memory: fc.integer({ min: 20, max: 64 }),
      gpus: fc.array(fc.constantFrom({ memory: 40 }, { memory: 80 }), { maxLength: 3 }),
      others: sometimes(background),
    })
    .map(({ others, ...given }) => {
      const steps = others?.map((use, at) => ({ at: at * 70, ...use, gpus: use.gpus.slice(0, given.gpus.length) }));
      return known({ name: `node-${String.fromCharCode(97 + index)}`, ...given, background: steps });
    });
const fault = (nodes: readonly NodeSpec[]): fc.Arbitrary<FaultSpec> => {
  const times = fc.oneof(
    fc.record({ at: fc.array(number(0, 390), { minLength: 1, maxLength: 2 }) }),
    fc.record({ every: lasting }),
  );
  const some = fc.constantFrom("left", "right");
  const deliveries = fc.constantFrom("continue" as const, "stop" as const);
  const ends = fc.oneof(
    fc.record({
      kind: fc.constant("brokerOutage" as const),
      queues: fc.constantFrom(["work"], ["work", "other"]),
      deliveries,
    }),
    fc.record({
      kind: fc.constant("sensorOutage" as const),
      of: fc.constant("groups" as const),
      names: fc.constant(["left"]),
    }),
    fc
      .record({ kind: fc.constant("actuator" as const), groups: fc.tuple(some), delay: sometimes(number(1, 60)) })
      .map(known),
    ...nodes.map(({ name }) => fc.constant({ kind: "nodeLoss", node: name } as const)),
    ...(nodes.length === 0 ? [] : [fc.constant({ kind: "nodeLoss" } as const)]),
  );
  const atOnce = fc.oneof(
    fc.record({ kind: fc.constant("replicaCrash" as const), group: some, count: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant("manualEdit" as const), group: some, desired: fc.integer({ min: 0, max: 5 }) }),
    fc.record({ kind: fc.constant("purge" as const), queue: queueName }),
  );
  return fc.oneof(
    fc.tuple(times, atOnce).map(([time, what]) => ({ ...time, ...what })),
    fc.tuple(times, ends, lasting).map(([time, what, length]) => ({ ...time, ...what, for: length })),
  );
};
const periodic = fc.record({ period: fc.constantFrom(7, 30), phase: number(0, 20) });
const onChange: fc.Arbitrary<Check> = fc.constantFrom(
  { phase: 0, onChange: true },
  { period: 25, phase: 3, onChange: true },
);
const groupNames = fc.constantFrom(["left"], ["right"], ["left", "right"]);
const stepped = (name: string): fc.Arbitrary<ControllerSpec> =>
  fc
    .record({ groups: groupNames, check: periodic, takes: fc.constantFrom(0, 11), heartbeats: fc.boolean() })
    .map((given) => ({ name, ...given, parameters: {} }));
const watching = (name: string): fc.Arbitrary<ControllerSpec> =>
  fc
    .record({ groups: groupNames, check: onChange })
    .map((given) => ({ name, ...given, takes: 0, heartbeats: false, parameters: {} }));
/** None, or two that may share groups. */
const controllers = fc.option(
  fc.tuple(
    fc.oneof({ weight: 4, arbitrary: stepped("first") }, { weight: 1, arbitrary: watching("first") }),
    stepped("second"),
  ),
  {
    nil: undefined,
    freq: 2,
  },
);
const pulled: fc.Arbitrary<Scenario> = fc
  .record({
    controllers,
    /** Whether the left group and the first controller are at home on the first node. */
    home: fc.boolean(),
    plant: fc
      .integer({ min: 0, max: 2 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => node(index))))
      .chain((nodes) =>
        fc.record({ nodes: fc.constant(nodes), faults: sometimes(fc.array(fault(nodes), { maxLength: 4 })) }),
      ),
    groups: fc.tuple(group("left"), group("right")),
    workload: fc.tuple(source(1), source(2)),
    classes: sometimes(classes),
    acknowledge: fc.constantFrom("after", "before"),
    followUps: fc.array(followUp, { maxLength: 1 }),
    timeToLive: fc.option(number(1, 60), { nil: undefined }),
    retry: fc.option(fc.record({ times: fc.integer({ min: 1, max: 3 }), delay: number(0, 20) }), { nil: undefined }),
    lag: fc.constantFrom(0, 7),
    period: fc.constantFrom(0, 4),
    window: fc.constantFrom(0, 3, 9, 25),
    imperfect: sometimes(
      fc.record({
        smoothing: fc.constantFrom(0, 20),
        loss: fc.constantFrom(0, 0.3),
        staleAfter: sometimes(fc.constantFrom(7, 30)),
      }),
    ),
  })
  .map((given) => {
    const { controllers, home, plant, groups, workload, acknowledge, followUps, timeToLive, retry, ...rest } = given;
    const { imperfect, classes: kinds, ...reading } = rest;
    const sensor = known({ ...reading, ...imperfect });
    const [left, right] = groups;
    const node = home ? plant.nodes[0]?.name : undefined;
    return scenarioOf({
      // Two that disagree at every change take many steps, and what they let go may drain for a minute.
      horizon: controllers?.some(({ check }) => check.onChange) ? 40 : 400,
      ...known(plant),
      ...(controllers && {
        controllers: controllers.map((one, index) => (index === 0 && node !== undefined ? { ...one, node } : one)),
      }),
      groups: [node === undefined ? left : { ...left, node }, right],
      workload: workload.map((one, index) => (index === 0 && kinds !== undefined ? { ...one, classes: kinds } : one)),
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
    });
  });
const scenario = fc.oneof({ weight: 3, arbitrary: pulled }, { weight: 1, arbitrary: pulled.chain(pushed) });

/** Without the keys that have no value. */
function known<Value extends object>(value: Value) {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [Key in keyof Value]: Exclude<Value[Key], undefined>;
  };
}
const has = ({ faults = [] }: Scenario, kind: FaultSpec["kind"]) => faults.some((each) => each.kind === kind);

/** Asks for counts from a table, a row for every three decisions, whatever it sees. */
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
      const wanted = table[Math.floor(Number(memory) / 3) % table.length] ?? { left: 0, right: 0 };
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
  const { queues, tasks, groups } = observed(given, table).measures;
  const ofClasses = Object.values(queues).flatMap(({ classes = {} }) => Object.values(classes));
  for (const queue of [...Object.values(queues), ...ofClasses, tasks]) {
    expect(queue.arrived).toBe(queue.completed + queue.unfinished + queue.lost + (queue.expired ?? 0));
  }
  if (given.queues[0]?.acknowledge === "after") {
    const swallowed = Object.values(groups).reduce((sum, group) => sum + (group.swallowed ?? 0), 0);
    const holes = Object.values(groups).reduce((sum, group) => sum + (group.blackHoles ?? 0), 0);
    const purged = tasks.purged ?? 0;
    // A black hole that is ended with a batch in its hands loses that too.
    expect(tasks.lost).toBeGreaterThanOrEqual(swallowed + purged);
    expect(tasks.lost).toBeLessThanOrEqual(swallowed + purged + holes * 5);
  }
});

test.prop([scenario, policy])(
  "classes that differ in nothing change nothing but what is told of them",
  (given, table) => {
    const workload = given.workload.map(({ classes: _, ...one }) => one);
    // Those that expire at one instant do so, and come anew, in the order of their classes.
    const queues = given.queues.map(({ timeToLive: _, retry: __, ...queue }) => queue);
    const kinds: readonly ClassSpec[] = [
      { name: "first", share: 0.4 },
      { name: "second", share: 0.4, scale: 1 },
    ];
    const classified = workload.map((one) => ({ ...one, classes: kinds }));
    const plain = observed({ ...given, queues, workload }, table);
    const told = observed({ ...given, queues, workload: classified }, table);
    const { arrived, completed, lost, redelivered, unfinished, waitedAtAll, wait, sojourn } = plain.measures.tasks;
    expect(told.measures.tasks).toMatchObject({ arrived, completed, lost, redelivered, unfinished, waitedAtAll });
    expect(told.measures.tasks.wait?.p95 ?? 0).toBeCloseTo(wait?.p95 ?? 0, 6);
    expect(told.measures.tasks.sojourn?.max ?? 0).toBeCloseTo(sojourn?.max ?? 0, 6);
  },
);

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

test.prop([scenario, policy])("a replica is busy once, however much it serves", (given, table) => {
  for (const { meanReplicas: mean } of Object.values(observed(given, table).measures.groups)) {
    expect(mean.busy).toBeLessThanOrEqual(mean.ready + mean.draining + (mean.unhealthy ?? 0) + 1e-9);
  }
});

test.prop([pulled.chain(pushed), policy])("no task is pushed to a worker that lacks what it needs", (given, table) => {
  const demanding = given.workload.map((source) => ({ ...source, queue: "work" }));
  if (given.dispatcher?.allocate !== "capability" || given.queues[0]?.needs === undefined) return;
  const queues = given.queues.map(({ followUps, ...queue }) => queue);
  const { observations, measures } = observed({ ...given, queues, workload: demanding }, table);
  for (const { name, offers } of given.groups) {
    if (offers !== undefined) continue;
    expect(measures.groups[name]?.meanReplicas.busy).toBe(0);
    for (const { workers = {} } of observations) {
      for (const worker of Object.values(workers)) if (worker.offers === undefined) expect(worker.waiting ?? 0).toBe(0);
    }
  }
});

test.prop([pulled.chain(pushed), policy])(
  "a worker has no more than its queue takes, and none that it could begin",
  (given, table) => {
    const still = { period: 0, lag: 0, window: 0 };
    const exact = { ...given, sensors: { queues: still, groups: still, nodes: still, devices: still } };
    for (const { workers = {}, groups } of observed(exact, table).observations) {
      for (const replica of Object.values(groups).flatMap(({ replicas }) => replicas)) {
        for (const id of replica.workers ?? []) {
          const waiting = workers[id]?.waiting ?? 0;
          if (waiting > 0 && replica.inService !== undefined) expect(replica.inService).toBeGreaterThan(0);
          expect(waiting).toBeLessThan(given.dispatcher?.queueSize ?? 0);
        }
      }
    }
  },
);

test.prop([scenario, policy])(
  "memory and GPU memory are never over-committed, and every replica has its place",
  (given, table) => {
    const { measures, observations } = observed(given, table);
    for (const device of Object.values(measures.devices)) expect(device.maxMemory).toBeLessThanOrEqual(device.memory);
    for (const one of given.nodes) expect(measures.nodes[one.name]?.maxMemory).toBeLessThanOrEqual(one.memory);
    for (const { groups, devices: seen, nodes } of observations) {
      const held = new Map<string, number>();
      const hold = (key: string, amount: number) => held.set(key, (held.get(key) ?? 0) + amount);
      for (const { memoryFree = 0, memoryTotal = 0 } of [...Object.values(nodes), ...Object.values(seen)]) {
        expect(memoryFree).toBeGreaterThanOrEqual(0);
        expect(memoryFree).toBeLessThanOrEqual(memoryTotal);
      }
      for (const [name, { replicas }] of Object.entries(groups)) {
        const needs = given.groups.find((spec) => spec.name === name)?.needs;
        for (const { phase, devices = [], node = "" } of replicas) {
          if (given.nodes.length > 0 && phase !== "pending") expect(new Set(devices).size).toBe(needs?.gpus);
          if (phase === "pending" || phase === "failed") continue;
          hold(node, needs?.memory ?? 0);
          for (const device of devices) hold(device, needs?.gpuMemory ?? 0);
        }
      }
      for (const { name, memory, gpus } of given.nodes) {
        expect(held.get(name) ?? 0).toBeLessThanOrEqual(memory);
        expect(nodes[name]?.memoryFree ?? 0).toBeGreaterThanOrEqual(0);
        gpus.forEach((gpu, index) => {
          expect(held.get(`${name}/gpu${index}`) ?? 0).toBeLessThanOrEqual(gpu.memory);
          expect(seen[`${name}/gpu${index}`]?.memoryFree ?? 0).toBeGreaterThanOrEqual(0);
        });
      }
    }
  },
);

test.prop([scenario, policy])("a controller sees its groups and its node, and time never goes back", (given, table) => {
  const { observations } = observed(given, table);
  const governed = given.controllers?.flatMap(({ groups }) => groups) ?? ["left", "right"];
  let before = 0;
  for (const { time, groups } of observations) {
    expect(time).toBeGreaterThanOrEqual(before);
    before = time;
    for (const name of Object.keys(groups)) expect(governed).toContain(name);
    for (const [name, { replicas }] of Object.entries(groups)) {
      const home = given.groups.find((spec) => spec.name === name)?.node;
      if (home === undefined) continue;
      for (const { node } of replicas) expect(node ?? home).toBe(home);
    }
  }
});

test.prop([scenario, policy])("no work waits while a replica that serves it idles", (given, table) => {
  const still = { period: 0, lag: 0, window: 0 };
  const exact = { ...given, sensors: { queues: still, groups: still, nodes: still, devices: still } };
  if (has(given, "brokerOutage")) return; // may stop deliveries
  if (given.dispatcher !== undefined) return; // the first in line holds up those behind it
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

test.prop([scenario, policy])("failures that never happen, and their draws, change nothing", (given, table) => {
  const never: Failures = { exit: 0, hang: 0, blackHole: 0, blackHoleTime: 1, prune: true, pruneAfter: 10 };
  const safe = { delay: 0, failure: 0 };
  const groups = given.groups.map((each) => ({ failures: never, health: safe, ...each }));
  const plain = observed(given, table).measures;
  const { tasks, queues, nodes, devices } = observed({ ...given, groups }, table).measures;
  expect({ tasks, queues, nodes, devices }).toEqual({
    tasks: plain.tasks,
    queues: plain.queues,
    nodes: plain.nodes,
    devices: plain.devices,
  });
});

test.prop([scenario, policy])("the same seed gives the same bytes, another start time the same run", (given, table) => {
  const run = (start: number) => {
    const { measures, detail } = observed({ ...given, start }, table, 7);
    return JSON.stringify({ measures, detail });
  };
  expect(run(0)).toBe(run(0));
  expect(run(1_700_000_000)).toBe(run(0));
});

test.prop([scenario, policy])("sensors without smoothing and loss change nothing, bit for bit", (given, table) => {
  const { lag, period, window } = given.sensors.queues;
  const seen = (change: Partial<Scenario["sensors"]["queues"]>) => {
    const sensor = { lag, period, window, ...change };
    const sensors = { queues: sensor, groups: sensor, nodes: sensor, devices: sensor };
    return JSON.stringify(observed({ ...given, sensors }, table).observations);
  };
  expect(seen({ smoothing: 0, loss: 0 })).toBe(seen({}));
});

test.prop([scenario, policy])("asking for signals changes nothing else", (given, table) => {
  const without = { ...given, groups: given.groups.map(({ signals: _, ...group }) => group) };
  expect(JSON.stringify(observed(given, table).measures)).toBe(JSON.stringify(observed(without, table).measures));
});

test.prop([scenario, policy])("shares are shares, and the median is at most the 95th percentile", (given, table) => {
  const shares = ["errorRatio", "cpuUtilization", "memoryUtilization", "gpuUtilization", "vramUtilization"];
  for (const { groups } of observed(given, table).observations) {
    for (const [name, { signals, replicas }] of Object.entries(groups)) {
      for (const share of shares) expectShare(signals[share]);
      expect(signals.latencyP50 ?? 0).toBeLessThanOrEqual((signals.latencyP95 ?? 0) + 1e-9);
      const { cores = 0, warmUpCores = 0 } = given.groups.find((spec) => spec.name === name)?.needs ?? {};
      for (const { utilization, signals: used } of replicas) {
        expectShare(utilization);
        expect(used?.cpu ?? 0).toBeLessThanOrEqual(Math.max(cores, warmUpCores) + 1e-9);
      }
    }
  }
});

function expectShare(value = 0): void {
  expect(value).toBeGreaterThanOrEqual(0);
  expect(value).toBeLessThanOrEqual(1 + 1e-9);
}

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
    if (given.workload.some(({ kind }) => kind === "clients")) return;
    expect(there.policies[0]?.runs.map(({ tasks }) => tasks.arrived)).toEqual(
      there.policies[1]?.runs.map(({ tasks }) => tasks.arrived),
    );
  },
);
