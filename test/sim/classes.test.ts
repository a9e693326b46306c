import { expect, test } from "vitest";
import type { ClassSpec, SourceSpec } from "../../scenarios/scenario.ts";
import type { QueueMeasures } from "../../sim/result.ts";
import { groupOf, observed, poisson, scenarioOf, tasksAt } from "./scenario-of.ts";
import { traceOf, traceSource, workOf } from "./workload/sources.ts";

const only = (kind: Omit<ClassSpec, "name">, name = "one"): readonly ClassSpec[] => [{ name, share: 1, ...kind }];
const constant = (value: number) => ({ kind: "constant", value }) as const;

function classesOf({ queues }: { readonly queues: Readonly<Record<string, unknown>> }, queue = "work") {
  return (queues[queue] as { classes?: Record<string, QueueMeasures> }).classes ?? {};
}

test("tasks of all classes are served in the order of arrival, and results tell of each", () => {
  const slow = tasksAt([1, 3], 10);
  const scenario = scenarioOf({
    horizon: 100,
    workload: [
      { ...slow, name: "slow", classes: only({}, "slow") },
      { ...tasksAt([0, 2], 4), name: "quick", classes: only({}, "quick") },
    ],
  });
  const { measures, observations } = observed(scenario);
  // Served from 0, 4, 14 and 18.
  expect(measures.queues.work?.wait).toMatchObject({ mean: (0 + 3 + 12 + 15) / 4, max: 15 });
  expect(classesOf(measures)).toMatchObject({
    slow: { arrived: 2, completed: 2, wait: { mean: (3 + 15) / 2 }, sojourn: { max: 25 } },
    quick: { arrived: 2, completed: 2, wait: { mean: 6 }, sojourn: { max: 16 } },
  });
  expect(Object.keys(measures.queues)).toEqual(["work"]);
  // At 10 s those of 2 and 3 still wait, and policies see one queue.
  expect(observations[1]?.queues).toMatchObject({ work: { waiting: 2, inService: 1, oldestWait: 8 } });
});

test("a class has a service time of its own, or a multiple of the source's, and the others keep theirs", () => {
  const spec: SourceSpec = { ...poisson(1, 5), until: 2000 };
  const plain = workOf(spec);
  const own: ClassSpec = { name: "own", share: 0.25, service: constant(77) };
  const double: ClassSpec = { name: "double", share: 0.25, scale: 2 };
  const { arrivals, demands } = workOf({ ...spec, classes: [own, double] });
  expect(arrivals).toEqual(plain.arrivals);
  const of = (is: (demand: number, before: number) => boolean) =>
    demands.filter((demand, index) => is(demand, plain.demands[index] ?? 0)).length / demands.length;
  expect(of((demand) => demand === 77)).toBeCloseTo(0.25, 1);
  expect(of((demand, before) => demand === 2 * before)).toBeCloseTo(0.25, 1);
  expect(of((demand, before) => demand === before)).toBeCloseTo(0.5, 1);
  // A third class of the rest moves none of those before it.
  const third = workOf({ ...spec, classes: [own, double, { name: "third", share: 0.5, scale: 3 }] });
  expect(
    third.demands.every((demand, index) => demand === demands[index] || demand === 3 * (demands[index] ?? 0)),
  ).toBe(true);
});

test("a class expires and comes anew by its own rules, wherever in the queue it stands", () => {
  const scenario = scenarioOf({
    horizon: 100,
    workload: [
      { ...tasksAt([0, 1], 20), name: "patient" },
      {
        ...tasksAt([2, 4], 5),
        name: "hurried",
        classes: only({ timeToLive: 10, retry: { times: 1, delay: 6 } }),
      },
    ],
  });
  const { measures } = observed(scenario);
  // Expired at 12 and 14, again at 18 and 20, expired for good at 28 and 30: the patient ones are served until 40.
  expect(classesOf(measures).one).toMatchObject({
    arrived: 4,
    completed: 0,
    expired: 4,
    retried: 2,
    wait: { max: 10 },
  });
  expect(measures.queues.work).toMatchObject({ arrived: 6, completed: 2, expired: 4 });
});

test("only groups that offer what a class needs take it, and policies see it as a queue", () => {
  const able = groupOf({ name: "able", offers: { gpu: 1 } });
  const scenario = scenarioOf({
    horizon: 25,
    groups: [groupOf(), able],
    workload: [
      { ...tasksAt([0, 1, 2], 20), name: "gpu", classes: only({ needs: { gpu: 2 } }, "gpu") },
      { ...tasksAt([3, 4, 5], 20), name: "cpu" },
    ],
  });
  const { measures, observations } = observed(scenario);
  expect(classesOf(measures).gpu).toMatchObject({ arrived: 3, completed: 1 });
  expect(observations[1]?.queues).toMatchObject({
    work: { waiting: 2, inService: 1, consumers: 2 },
    "work/gpu": { waiting: 2, inService: 1, oldestWait: 9, consumers: 1, needs: { gpu: 2 } },
  });
  expect(observations[1]?.groups.worker?.serves).toEqual(["work"]);
  expect(observations[1]?.groups.able?.serves).toEqual(["work", "work/gpu"]);
});

test("a scheduler pushes a class to workers that have what it needs", () => {
  const workers = { workers: 1, serves: ["work"] };
  const scenario = scenarioOf({
    horizon: 30,
    dispatcher: { kind: "push", allocate: "capability", queueSize: 1000, balanceEvery: 0, trigger: 2 },
    groups: [groupOf(workers), groupOf({ ...workers, name: "able", offers: { gpu: 1 } })],
    workload: [{ ...tasksAt([0, 1, 2], 20), classes: only({ needs: { gpu: 1 } }) }],
  });
  const { observations } = observed(scenario);
  expect(observations[1]?.workers).toEqual({
    "worker-1/1": { waiting: 0 },
    "able-1/1": { offers: { gpu: 1 }, waiting: 2 },
  });
});

test("an outage and a purge concern all classes of a queue, and after it they are served in the order of arrival", () => {
  const workload: readonly SourceSpec[] = [
    { ...tasksAt([12, 14], 5), name: "first", classes: only({ needs: { gpu: 1 } }) },
    { ...tasksAt([11, 13], 5), name: "second", classes: only({}, "two") },
  ];
  const outage = { kind: "brokerOutage", queues: ["work"], deliveries: "stop", at: [5], for: constant(20) } as const;
  const given = scenarioOf({ horizon: 100, groups: [groupOf({ offers: { gpu: 1 } })], workload, faults: [outage] });
  const { measures, observations } = observed(given);
  // From 25 on one after the other.
  expect(measures.queues.work?.wait).toMatchObject({ mean: (14 + 18 + 22 + 26) / 4 });
  expect(classesOf(measures)).toMatchObject({ one: { wait: { mean: 22 } }, two: { wait: { mean: 18 } } });
  expect(observations[2]?.queues).toEqual({ work: {}, "work/one": { needs: { gpu: 1 } } });
  const purged = observed({ ...given, faults: [outage, { kind: "purge", queue: "work", at: [20] }] });
  expect(purged.measures.queues.work).toMatchObject({ lost: 4, completed: 0, purged: 4 });
});

test("the class column of a trace chooses, also where rows are multiplied", () => {
  const trace = { ...traceOf([0, 1, 2], [1, 1, 1]), classes: ["small", "large", "unheard of"] };
  const classes = [
    { name: "big", values: ["large", "huge"], scale: 10 },
    { name: "small", values: ["small"], scale: 2 },
  ];
  const { demands } = workOf(traceSource({ classes, scale: 2, jitter: 0 }), { trace });
  expect(demands).toEqual([2, 2, 10, 10, 1, 1]);
});

test("clients send tasks of classes, the same under every policy", () => {
  const clients: SourceSpec = {
    kind: "clients",
    name: "clients",
    queue: "work",
    from: 0,
    count: 20,
    think: { kind: "exponential", mean: 10 },
    service: constant(1),
    classes: [{ name: "heavy", share: 0.5, scale: 3 }],
  };
  const run = (replicas: number) => {
    const group = { initial: { replicas, phase: "ready" as const } };
    return observed(scenarioOf({ horizon: 2000, group, workload: [clients] })).measures;
  };
  const measures = run(20);
  const { heavy } = classesOf(measures);
  expect((heavy?.arrived ?? 0) / measures.tasks.arrived).toBeCloseTo(0.5, 1);
  expect(heavy?.sojourn?.p50).toBeCloseTo(3, 9);
  expect(heavy?.sojourn?.max).toBeCloseTo(3, 9);
});
