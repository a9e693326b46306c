import { expect, test } from "vitest";
import { observed, scenarioOf, scripted, tasksAt } from "./scenario-of.ts";

test("tells each replica's phases, its work in every bin, and how it ended", () => {
  const scenario = scenarioOf({ horizon: 480, group: { grace: 15 }, workload: [tasksAt([5, 6], 100)] });
  const { detail } = observed(
    scenario,
    scripted(({ time }) => ({ worker: time < 10 ? 1 : time < 70 ? 2 : 0 })),
  );
  const { lives = [], livesLeftOut } = detail;
  expect(livesLeftOut).toBe(0);
  expect(lives.slice(0, 2).map(({ busy: _, ...life }) => life)).toEqual([
    {
      group: "worker",
      replica: "worker-1",
      lane: 0,
      phases: [
        { phase: "ready", time: 0 },
        { phase: "draining", time: 70 },
      ],
      until: 85,
      killed: true,
    },
    {
      group: "worker",
      replica: "worker-2",
      lane: 1,
      phases: [
        { phase: "warming", time: 10 },
        { phase: "ready", time: 40 },
        { phase: "draining", time: 70 },
      ],
      until: 85,
      killed: true,
    },
  ]);
  // A bin a second: the first is at work from 5 on, the second from when it is ready.
  expect(lives[0]?.busy.bin).toBe(0);
  expect(lives[0]?.busy.shares.slice(3, 7)).toEqual([0, 0, 1, 1]);
  // It was started at the end of the tenth bin.
  expect(lives[1]?.busy.bin).toBe(9);
  expect(lives[1]?.busy.shares.slice(29, 33)).toEqual([0, 0, 1, 1]);
});

test("a new replica gets the lowest lane that is free", () => {
  const scenario = scenarioOf({ horizon: 100, group: { initial: { replicas: 3, phase: "ready" } } });
  const { detail } = observed(
    scenario,
    scripted(({ time }) => ({ worker: time < 10 ? 3 : time < 20 ? 1 : 2 })),
  );
  expect(detail.lives?.map(({ lane, until }) => [lane, until])).toEqual([
    [0, undefined],
    [1, 10],
    [2, 10],
    [1, undefined],
  ]);
});

test("of a large group the first 64 lanes are told, and how many replicas are not", () => {
  const scenario = scenarioOf({ horizon: 100, group: { initial: { replicas: 100, phase: "ready" } } });
  const { detail } = observed(scenario);
  expect(detail.lives?.length).toBe(64);
  expect(detail.livesLeftOut).toBe(36);
});

test("where bins are merged, so is the work in them", () => {
  // Without a horizon bins begin at a second and double: the run of 3000 s ends with bins of 4 s.
  const workload = [tasksAt([0, 100, 2900], 100)];
  const { horizon: _, ...scenario } = scenarioOf({ workload });
  const { detail, measures } = observed(scenario);
  const [life] = detail.lives ?? [];
  const { binWidth, time } = detail.series;
  expect(binWidth).toBeGreaterThan(1);
  expect(life?.busy.shares.length).toBe(time.length);
  const busy = life?.busy.shares.reduce((sum, share) => sum + share * binWidth, 0);
  expect(busy).toBeCloseTo(300, 0);
  expect(measures.groups.worker?.meanReplicas.busy).toBeCloseTo(300 / measures.duration, 6);
});
