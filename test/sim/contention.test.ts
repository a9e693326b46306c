import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { Clock } from "../../sim/engine/clock.ts";
import { Dials } from "../../sim/engine/dials.ts";
import { CLOCK, COMPLETE } from "../../sim/engine/kinds.ts";
import { nodeOf, observed, scenarioOf, tasksAt } from "./scenario-of.ts";

const change = fc.oneof(
  fc.record({ do: fc.constant("work" as const), work: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ do: fc.constant("rate" as const), rate: fc.constantFrom(0.25, 0.5, 1, 2), inner: fc.boolean() }),
  fc.record({ do: fc.constant("wait" as const), time: fc.integer({ min: 1, max: 30 }) }),
);

test.prop([fc.array(change, { maxLength: 60 })])(
  "work on a clock on a clock ends when the speeds add up to it",
  (changes) => {
    const run = { now: 0, dials: new Dials() };
    const outer = new Clock(0, run);
    const inner = new Clock(1, run, outer);
    const clocks = [outer, inner];
    const left: number[] = []; // by brute force: the work that is left of each
    const expected: number[] = [];
    const found: number[] = [];
    let [outerRate, innerRate] = [1, 1];

    function turn(clock: Clock): void {
      clock.begin();
      const { kind, subject, stamp } = clock.events;
      clock.events.pop();
      const another = clocks[subject] as Clock;
      if (kind !== CLOCK) found[subject] = run.now;
      else if (another.meant(stamp)) turn(another);
      clock.end();
    }
    function advance(until: number): void {
      const from = run.now;
      while (run.dials.time <= until) {
        run.now = run.dials.time;
        turn(clocks[run.dials.clock] as Clock);
      }
      run.now = until;
      const speed = outerRate * innerRate;
      left.forEach((work, task) => {
        if (work > 0 && work <= (until - from) * speed + 1e-9) expected[task] = from + work / speed;
        left[task] = work - (until - from) * speed;
        if ((left[task] ?? 0) < 1e-9) left[task] = 0;
      });
    }
    for (const one of changes) {
      if (one.do === "work") inner.schedule(one.work, COMPLETE, left.push(one.work) - 1, 0);
      else if (one.do === "wait") advance(run.now + one.time);
      else if (one.inner) inner.rate = innerRate = one.rate;
      else outer.rate = outerRate = one.rate;
    }
    advance(run.now + 100_000);
    expect(found.length).toBe(expected.length);
    found.forEach((time, task) => {
      expect(time).toBeCloseTo(expected[task] ?? Number.NaN, 6);
    });
  },
);

const cpu = { cores: 1, warmUpCores: 1, memory: 0, gpus: 0, gpuMemory: 0, gpuUtilization: 0 };

test("more work than cores slows everybody on the node", () => {
  const scenario = scenarioOf({
    horizon: 100,
    nodes: [nodeOf({ cores: 1 })],
    group: { initial: { replicas: 2, phase: "ready" }, needs: cpu },
    workload: [tasksAt([0], 10), tasksAt([5], 20)],
  });
  // From 5 to 15 at half speed; the first is done at 15, the second has 15 s left then.
  const { sojourn } = observed(scenario).measures.tasks;
  expect([sojourn?.mean, sojourn?.max]).toEqual([20, 25]);
});

test("a crowded node makes warm-up slower", () => {
  const scenario = scenarioOf({
    horizon: 100,
    nodes: [nodeOf({ cores: 1 })],
    group: { initial: { replicas: 2, phase: "warming" }, needs: cpu },
  });
  const phases = observed(scenario).observations.map(({ groups }) => groups.worker?.replicas[0]?.phase);
  expect(phases.indexOf("ready")).toBe(6); // 30 s of work, two at once
});

test("a GPU shared by two replicas serves each at half speed, another GPU is not slowed", () => {
  const scenario = scenarioOf({
    horizon: 100,
    nodes: [nodeOf({ gpus: [{ memory: 80 }, { memory: 40 }] })],
    group: {
      placement: "first-fit",
      initial: { replicas: 3, phase: "ready" },
      needs: { ...cpu, cores: 0, gpus: 1, gpuMemory: 40, gpuUtilization: 1 },
    },
    workload: [tasksAt([0, 1e-9, 2e-9], 10)],
  });
  const { sojourn } = observed(scenario).measures.tasks;
  expect(sojourn?.max).toBeCloseTo(20, 5);
  expect(sojourn?.mean).toBeCloseTo(50 / 3, 5);
});
