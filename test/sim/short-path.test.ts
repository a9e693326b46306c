import { afterAll, beforeAll, test as example, expect } from "vitest";
import type { Scenario, SourceSpec } from "../../scenarios/scenario.ts";
import { ShortPath } from "../../sim/fast/short-path.ts";
import { Simulation } from "../../sim/run.ts";
import { groupOf, poisson, scenarioOf, scripted } from "./scenario-of.ts";

/** The laws of `test/laws/fast-path.test.ts` at a few cases: what few replicas do on cores that are enough is what events make of it. */

const needs = { cores: 2, warmUpCores: 0, memory: 0, gpus: 0, gpuMemory: 0, gpuUtilization: 0 };

const constant = (value: number) => ({ kind: "constant", value }) as const;
const spikes = {
  kind: "spikes",
  name: "spikes",
  queue: "work",
  from: 0,
  // Four replicas begin at one instant and are done at one instant, and more tasks wait for whoever comes first.
  at: [20, 130, 250],
  count: 6,
  over: 0,
  service: { kind: "constant", value: 7 },
} as const;

/** One more, which is ready while four are at work. */
const oneMore = scripted(({ time }) => ({ worker: time < 120 ? 4 : 5 }));

example.each([
  ["waits from before a window begins to after it", [poisson(0.45, 10)]],
  ["is done at one instant with others", [spikes]],
])("a task %s", (_, workload) => {
  const given = fewOf(workload);
  expect(both(given, false)).toEqual(both(given, true));
});

/** Four at work for ten seconds are done with the fifth, who becomes ready three seconds later and takes a task of seven. */
const tens = {
  ...spikes,
  name: "tens",
  at: [17, 130, 300],
  count: 4,
  service: { kind: "constant", value: 10 },
} as const;
const sevens = { ...spikes, name: "sevens", at: [132, 300], count: 4 } as const;

example("who becomes ready takes the first that waits, and is done after those that began before", () => {
  const given = fewOf([tens, sevens]);
  // Of each is seen how much of the last 45 seconds it has worked.
  const sensors = { ...given.sensors, groups: { period: 0, lag: 0, window: 45 } };
  expect(both({ ...given, sensors }, false)).toEqual(both({ ...given, sensors }, true));
});

example("tasks that wait and are served outlast the room for replicas", () => {
  const groups = ["work", "other"].map((name) =>
    groupOf({
      name,
      serves: [name],
      needs: { ...needs, cores: 0.1 },
      initial: { replicas: 20, phase: "ready" },
      warmUp: constant(5),
    }),
  );
  const workload = ["work", "other"].map((queue) => ({ ...poisson(3, 15), name: queue, queue }));
  const given = {
    ...fewOf(workload),
    queues: ["work", "other"].map((name) => ({ name, acknowledge: "after" as const })),
    groups,
  };
  const more = scripted(({ time }) => ({ work: time < 60 ? 20 : 45, other: time < 120 ? 20 : 45 }));
  expect(both(given, false, more)).toEqual(both(given, true, more));
});

function fewOf(workload: readonly SourceSpec[]): Scenario {
  return scenarioOf({
    horizon: 400,
    check: { period: 60, phase: 0 },
    nodes: ["a", "b"].map((name) => ({ name, cores: 16, memory: 100, gpus: [] })),
    group: { needs, initial: { replicas: 4, phase: "ready" }, warmUp: constant(13) },
    sensors: {
      queues: { period: 0, lag: 0, window: 20 },
      groups: { period: 0, lag: 0, window: 20 },
      nodes: { period: 0, lag: 0, window: 8 },
      devices: { period: 0, lag: 0, window: 0 },
    },
    workload,
  });
}

function both(given: Scenario, everyEvent: boolean, policy = oneMore) {
  return [true, false].map((brief) => {
    const journal: string[] = [];
    const options = { seed: 5, traces: new Map(), journal: (line: string) => journal.push(line), everyEvent, brief };
    const simulation = new Simulation(given, policy, options);
    while (simulation.advance(1_000_000));
    return { journal, ...(brief ? simulation.finishBriefly() : simulation.finish()) };
  });
}

// It is tried also where it was not worth it before.
const { run } = ShortPath.prototype;
beforeAll(() => {
  ShortPath.prototype.run = function () {
    return run.call(Object.assign(this, { pause: 0, poor: 0 }));
  };
});
afterAll(() => {
  ShortPath.prototype.run = run;
});
