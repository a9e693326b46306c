import { expect, test } from "vitest";
import { bind, type JournalLine, type Observation, type Policy } from "../../policies/index.ts";
import type { ControllerSpec, Scenario } from "../../scenarios/scenario.ts";
import type { MakePolicy } from "../../sim/control/controllers.ts";
import { Simulation } from "../../sim/run.ts";
import { groupOf, hold, nodeOf, observed, scenarioOf, scripted, tasksAt } from "./scenario-of.ts";

function controllerOf(change: Partial<ControllerSpec> = {}): ControllerSpec {
  return {
    name: "one",
    groups: ["worker"],
    check: { period: 10, phase: 0 },
    takes: 0,
    heartbeats: false,
    parameters: {},
    ...change,
  };
}

const onChange = { phase: 0, onChange: true } as const;
const seconds = (observations: readonly Observation[]) => observations.map(({ time }) => time);

/** A run, and every line of its journal. */
function journaled(scenario: Scenario, policy: Policy | MakePolicy) {
  const lines: JournalLine[] = [];
  const simulation = new Simulation(scenario, policy, {
    seed: 1,
    traces: new Map(),
    journal: (line) => lines.push(JSON.parse(line)),
  });
  while (simulation.advance(1000));
  return { ...simulation.finish(), lines };
}

test("a check that takes 4 s takes effect after them, and the next one comes a period after that", () => {
  const more = scripted(({ groups }) => ({ worker: (groups.worker?.desired ?? 0) + 1 }));
  const { observations, detail } = observed(
    scenarioOf({ horizon: 40, controllers: [controllerOf({ takes: 4 })] }),
    more,
  );
  expect(seconds(observations)).toEqual([0, 14, 28]);
  expect(observations.map(({ groups }) => groups.worker?.desired)).toEqual([1, 2, 3]);
  expect(detail.decisions.map(({ time, desired }) => [time, desired?.to])).toEqual([
    [4, 2],
    [18, 3],
    [32, 4],
  ]);
});

test("a controller dies with its home node, what it was about to do with it, and comes back without memory", () => {
  const counting: Policy<number> = {
    name: "counting",
    version: 1,
    parameters: {},
    begin: () => 0,
    decide: ({ groups }, seen) => ({
      decisions: [
        {
          subject: "worker",
          action: { kind: "scale", group: "worker", desired: (groups.worker?.desired ?? 0) + 1 },
          because: [{ code: "seen", facts: { seen } }],
        },
      ],
      memory: seen + 1,
    }),
  };
  const run = journaled(
    scenarioOf({
      horizon: 70,
      nodes: [nodeOf({ name: "home" })],
      controllers: [controllerOf({ node: "home", takes: 2, check: { period: 8, phase: 0 } })],
      // The check of 20 is under way when its node goes.
      faults: [{ kind: "nodeLoss", node: "home", at: [21], for: { kind: "constant", value: 24 } }],
    }),
    counting as Policy,
  );
  expect(run.detail.decisions.map(({ time, because }) => [time, because[0]?.facts.seen])).toEqual([
    [2, 0],
    [12, 1],
    [52, 0],
    [62, 1],
  ]);
  expect(run.lines.filter((line) => "memory" in line)).toHaveLength(2);
});

test("two controllers on one group see each other through its desired count", () => {
  const most = scripted(({ groups }) => ({ worker: Math.min(3, (groups.worker?.desired ?? 0) + 1) }));
  const controllers = [controllerOf(), controllerOf({ name: "other", check: { period: 10, phase: 5 } })];
  const { observations, detail } = observed(scenarioOf({ horizon: 18, controllers }), most);
  expect(seconds(observations)).toEqual([0, 5, 10, 15]);
  expect(observations.map(({ groups }) => groups.worker?.desired)).toEqual([1, 2, 3, 3]);
  expect(detail.decisions.map(({ controller, desired }) => [controller, desired?.to])).toEqual([
    ["one", 2],
    ["other", 3],
    ["one", undefined],
    ["other", undefined],
  ]);
});

test("a controller at home on a node sees that node, its GPUs and its groups, and every queue", () => {
  const nodes = ["node-a", "node-b"].map((name) => nodeOf({ name, gpus: [{ memory: 40 }] }));
  const groups = [groupOf({ name: "left" }), groupOf({ name: "right", serves: ["other"] })];
  const queues = ["work", "other"].map((name) => ({ name, acknowledge: "after" as const }));
  const controllers = [
    controllerOf({ name: "a", node: "node-a", groups: ["left"] }),
    controllerOf({ name: "b", node: "node-b", groups: ["right"] }),
  ];
  const { observations } = observed(scenarioOf({ horizon: 5, nodes, groups, queues, controllers }));
  const keys = (table: object) => Object.keys(table).join(" ");
  expect(observations.map((seen) => [seen.nodes, seen.devices, seen.groups, seen.queues].map(keys))).toEqual([
    ["node-a", "node-a/gpu0", "left", "work other"],
    ["node-b", "node-b/gpu0", "right", "work other"],
  ]);
});

test("a group tied to a node starts its replicas there alone", () => {
  const nodes = [nodeOf({ name: "node-a", memory: 90 }), nodeOf({ name: "node-b", memory: 40 })];
  const needs = { cores: 0, warmUpCores: 0, memory: 20, gpus: 0, gpuMemory: 0, gpuUtilization: 0 };
  const group = { node: "node-b", needs, initial: { replicas: 3, phase: "ready" } } as const;
  const { observations } = observed(scenarioOf({ horizon: 5, nodes, group }));
  expect(observations[0]?.groups.worker?.replicas.map(({ phase, node }) => [phase, node])).toEqual([
    ["ready", "node-b"],
    ["ready", "node-b"],
    ["pending", undefined],
  ]);
});

test("heartbeats: one group at a time, each every period, one memory", () => {
  const groups = [groupOf({ name: "left" }), groupOf({ name: "right" })];
  const counting: Policy<number> = {
    name: "counting",
    version: 1,
    parameters: {},
    begin: () => 0,
    decide: ({ groups }, memory) => ({
      decisions: Object.keys(groups).map((name) => ({
        subject: name,
        action: null,
        because: [{ code: "counted", facts: { memory } }],
      })),
      memory: memory + 1,
      wake: 1000,
    }),
  };
  const controllers = [controllerOf({ groups: ["left", "right"], check: { period: 4, phase: 1 }, heartbeats: true })];
  const { lines } = journaled(scenarioOf({ horizon: 10, groups, controllers }), counting as unknown as Policy);
  const records = lines.flatMap((line) => ("kind" in line ? [] : [line]));
  expect(
    records.map(({ time, observation, decisions }) => [
      time,
      Object.keys(observation.groups).join(" "),
      decisions[0]?.because[0].facts.memory,
    ]),
  ).toEqual([
    [1, "left", 0],
    [3, "right", 1],
    [5, "left", 2],
    [7, "right", 3],
    [9, "left", 4],
  ]);
});

test("each controller has a policy of its own, with its own parameters, and its name in the journal", () => {
  const groups = [groupOf({ name: "left" }), groupOf({ name: "right" })];
  const controllers = [
    controllerOf({ name: "a", groups: ["left"], parameters: { counts: { left: 3 } } }),
    controllerOf({ name: "b", groups: ["right"], parameters: { counts: { right: 5 }, unknown: 1 } }),
  ];
  const make: MakePolicy = (own) => bind("static", { counts: { left: 2, right: 2 } }, own);
  const { lines, detail } = journaled(scenarioOf({ horizon: 5, groups, controllers }), make);
  expect(lines.map((line) => ["kind" in line ? "header" : "record", line.controller])).toEqual([
    ["header", "a"],
    ["header", "b"],
    ["record", "a"],
    ["record", "b"],
  ]);
  expect(lines.flatMap((line) => ("kind" in line ? [line.parameters] : []))).toEqual([
    { counts: { left: 3, right: 2 } },
    { counts: { left: 2, right: 5 } },
  ]);
  expect(detail.decisions.flatMap(({ subject, desired }) => (desired ? [[subject, desired.to]] : []))).toEqual([
    ["left", 3],
    ["right", 5],
  ]);
});

test("a policy that is made already cannot take a controller's own parameters", () => {
  const controllers = [controllerOf({ parameters: { counts: { worker: 3 } } })];
  expect(() => observed(scenarioOf({ horizon: 5, controllers }))).toThrow('controller "one" has parameters of its own');
});

test("without controllers no line of the journal names one", () => {
  const { lines } = journaled(scenarioOf({ horizon: 5 }), hold);
  expect(lines.map((line) => "controller" in line)).toEqual([false, false]);
});

test("on change: once an instant, after all that happens at it", () => {
  const { observations } = observed(
    scenarioOf({
      horizon: 100,
      check: onChange,
      group: { initial: { replicas: 2, phase: "ready" } },
      // Three arrive at once, two of them finish at 12 s, and one more arrives then.
      workload: [tasksAt([5, 5, 5], 7), tasksAt([12], 30)],
    }),
  );
  const seen = observations.map(({ time, queues }) => [time, queues.work?.waiting, queues.work?.inService]);
  expect(seen).toEqual([
    [0, 0, 0],
    [5, 1, 2],
    [12, 0, 2],
    [19, 0, 1],
    [42, 0, 0],
  ]);
});

test.each<[string, Parameters<typeof scenarioOf>[0], readonly number[]]>([
  ["a task of several is done", { group: { slots: { count: 2, speed: [1] } } }, [0, 5, 6, 25, 26]],
  ["a deadline passes", { queues: [{ name: "work", acknowledge: "after", timeToLive: 4 }] }, [0, 5, 6, 10, 25]],
  [
    "work follows from work",
    {
      queues: [
        {
          name: "work",
          acknowledge: "after",
          followUps: [
            {
              queue: "work",
              count: 1,
              probability: 1,
              delay: { kind: "constant", value: 4 },
              service: { kind: "constant", value: 50 },
              limit: 1,
            },
          ],
        },
      ],
    },
    [0, 5, 6, 25, 29, 45],
  ],
])("on change: stepped when %s", (_, change, times) => {
  const scenario = scenarioOf({ horizon: 50, check: onChange, workload: [tasksAt([5, 6], 20)], ...change });
  expect(seconds(observed(scenario).observations)).toEqual(times);
});

test("on change: it sees what its own decision brings about at the same instant, until nothing changes", () => {
  const asNeeded = scripted(({ queues, groups }) => ({
    worker: Math.max(groups.worker?.desired ?? 0, (queues.work?.waiting ?? 0) + (queues.work?.inService ?? 0)),
  }));
  const { observations, warnings } = observed(
    scenarioOf({
      horizon: 8,
      check: onChange,
      group: { initial: { replicas: 0, phase: "ready" }, warmUp: { kind: "constant", value: 0 } },
      workload: [tasksAt([5, 5], 30)],
    }),
    asNeeded,
  );
  const seen = observations.map(({ time, queues, groups }) => [time, queues.work?.waiting, groups.worker?.desired]);
  expect(seen).toEqual([
    [0, 0, 0],
    [5, 2, 0],
    [5, 0, 2],
  ]);
  expect(warnings).toEqual([]);
});

test("on change: a policy that never settles is stopped, and the report says so", () => {
  const undecided = scripted(({ groups }) => ({ worker: groups.worker?.desired === 1 ? 2 : 1 }));
  const { warnings, measures } = observed(
    scenarioOf({ horizon: 8, check: onChange, workload: [tasksAt([5], 30)] }),
    undecided,
  );
  expect(warnings).toEqual(["changes its mind at one instant again and again; it was stopped after 20 times"]);
  expect(measures.decisions).toBe(1 + 20 + 20);
});

test("on change: what a controller with a period does is a change for the other", () => {
  const controllers = [
    controllerOf({ name: "slow", check: { period: 30, phase: 10 } }),
    controllerOf({ name: "quick", check: onChange }),
  ];
  const make = scripted(({ time, groups }) => (time === 10 ? { worker: 2 } : { worker: groups.worker?.desired ?? 0 }));
  const { observations } = observed(scenarioOf({ horizon: 35, controllers }), make);
  expect(seconds(observations)).toEqual([0, 10, 10]);
});

/** Wants to be asked again `after` seconds after each of the given times. */
function waking(after: Readonly<Record<number, number>>): Policy {
  const policy: Policy = { ...hold, decide: (observation, memory) => hold.decide(observation, memory) };
  return {
    ...policy,
    decide: (observation, memory) => {
      const wait = after[observation.time];
      const outcome = policy.decide(observation, memory);
      return wait === undefined ? outcome : { ...outcome, wake: observation.time + wait };
    },
  };
}

test("a later decision takes the place of a wake that was asked for before", () => {
  const scenario = scenarioOf({ horizon: 100, check: onChange, workload: [tasksAt([5], 3)] });
  // At 0 s it wants 20 s; at 5 s 50 s; at 8 s nothing more: nobody asks again.
  expect(seconds(observed(scenario, waking({ 0: 20, 5: 50 })).observations)).toEqual([0, 5, 8]);
  // At 8 s it wants 30 s, later than the first alarm.
  expect(seconds(observed(scenario, waking({ 0: 20, 8: 30 })).observations)).toEqual([0, 5, 8, 38]);
});

test("wakes come between regular checks, and not while a check is under way", () => {
  const policy = waking({ 0: 3, 10: 50 });
  expect(seconds(observed(scenarioOf({ horizon: 35 }), policy).observations)).toEqual([0, 3, 10, 20, 30]);
  const controllers = [controllerOf({ takes: 5 })];
  // The check at 0 s ends at 5 s, the one that was woken then at 10 s; the regular one comes at 15 s all the same.
  expect(seconds(observed(scenarioOf({ horizon: 35, controllers }), policy).observations)).toEqual([0, 5, 15, 30]);
});
