import { describe, expect, test } from "vitest";
import type { Json, Observation, Policy } from "../../../policies/index.ts";
import type { GroupSpec, Scenario } from "../../../scenarios/scenario.ts";
import { explained, recordRun } from "../../../sim/check/index.ts";
import { groupOf, nodeOf, poisson, scenarioOf, scripted, tasksAt } from "../scenario-of.ts";
import { askedFor } from "./subjects.ts";

/** What a property says of one run: its explanation, "kept", or undefined. */
function judged(name: string, scenario: Scenario, policy: Policy, parameters: Json = {}): string | undefined {
  const [asked] = askedFor([name, parameters]);
  const run = recordRun(scenario, () => policy, 1, new Map());
  const judgment = asked?.property.judge(run, asked.parameters);
  return judgment === undefined || judgment === "kept" ? judgment : explained(judgment);
}

/** Asks for these counts of `worker` from these moments on. */
function counts(table: Readonly<Record<number, number>>): Policy {
  const times = Object.keys(table).map(Number);
  return scripted(({ time }) => ({ worker: table[times.findLast((each) => each <= time) ?? 0] ?? 0 }));
}

const minute = 60;
const even = {
  kind: "renewal",
  name: "even",
  queue: "work",
  from: 0,
  gaps: { kind: "constant", value: 10 },
  service: { kind: "constant", value: 5 },
} as const;
const hour = { horizon: 3600, check: { period: minute, phase: 0 }, workload: [even] } as const;
const plant = scenarioOf(hour);

describe("bounded-reversals", () => {
  const swinging = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [index * 180, 1 + (index % 2)]));

  test("counts turns within the window", () => {
    expect(judged("bounded-reversals", plant, counts(swinging))).toBe(
      "at 0:24:00 it turned around for the 7th time within 18 min: worker from 2 to 1 (worker-4), while work read 0, with 1 under way, because scripted (desired 1)",
    );
    expect(judged("bounded-reversals", plant, counts(swinging), { window: 600 })).toBe("kept");
  });

  test("has nothing to say where the count never turns", () => {
    expect(judged("bounded-reversals", plant, counts({ 0: 1, 600: 3 }))).toBeUndefined();
  });
});

describe("no-quick-down", () => {
  test("a step up taken back while as much work comes", () => {
    expect(judged("no-quick-down", plant, counts({ 0: 1, 600: 3, 720: 2 }))).toBe(
      "at 0:12:00 it took worker from 3 to 2 (worker-2), 2 min after it had added 2 (worker-2, worker-3), while work read 0, with 1 under way, because scripted (desired 2)",
    );
    expect(judged("no-quick-down", plant, counts({ 0: 1, 600: 3, 900: 2 }))).toBe("kept");
  });

  test("is excused when the work stops", () => {
    const ending = scenarioOf({ ...hour, workload: [{ ...even, until: 590 }] });
    expect(judged("no-quick-down", ending, counts({ 0: 1, 600: 3, 720: 2 }))).toBe("kept");
  });

  test("replicas the run began with, taken away while they start", () => {
    const starting = scenarioOf({
      ...hour,
      group: { initial: { replicas: 4, phase: "warming" }, warmUp: { kind: "constant", value: 300 } },
    });
    expect(judged("no-quick-down", starting, counts({ 0: 4, 120: 3 }))).toBe(
      "at 0:02:00 it took worker from 4 to 3 (worker-4), 2 min after the run began, still starting 1, while work read 12, and 4 of 4 replicas were still starting, because scripted (desired 3)",
    );
    expect(judged("no-quick-down", starting, counts({ 0: 4, 360: 3 }))).toBeUndefined();
  });
});

test("no-quick-up: a step down taken back, unless more work comes", () => {
  const policy = counts({ 0: 3, 600: 2, 660: 3 });
  expect(judged("no-quick-up", plant, policy)).toBe(
    "at 0:11:00 it took worker from 2 to 3 (worker-4), 60 s after it had taken 1 away (worker-2), while work read 0, with 1 under way, because scripted (desired 3)",
  );
  const more = scenarioOf({ ...hour, workload: [even, tasksAt([610, 620, 630, 640, 650], 5)] });
  expect(judged("no-quick-up", more, policy)).toBe("kept");
});

describe("under even work", () => {
  const restless = counts(
    Object.fromEntries(Array.from({ length: 12 }, (_, index) => [index * 300, 1 + (index % 2) * 2])),
  );

  test("settles: in the second half of it the count stays in a narrow band", () => {
    expect(judged("settles", plant, restless)).toMatch(
      /^at 0:30:00 it was still moving after 30 min of even work, now worker from 3 to 1 /,
    );
    expect(judged("settles", plant, counts({ 0: 1, 600: 4 }))).toBe("kept");
  });

  test("no-limit-cycle: tells period and amplitude", () => {
    expect(judged("no-limit-cycle", plant, restless)).toBe(
      "at 0:40:00 worker went up and down by 2 every 10 min for the 3rd time under even work, while work read 0, with 1 under way, because scripted (desired 1)",
    );
    expect(judged("no-limit-cycle", plant, counts({ 0: 1, 200: 3, 400: 1, 1900: 3, 2000: 1 }))).toBe("kept");
  });

  test("neither is judged when the work is random", () => {
    const random = scenarioOf({ ...hour, workload: [poisson(0.1, 5)] });
    expect(judged("settles", random, restless)).toBeUndefined();
    expect(judged("no-limit-cycle", random, restless)).toBeUndefined();
  });
});

test("bounded-churn: replicas let go before they served", () => {
  const table = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [index * 60, 1 + (index % 2)]));
  const slow = scenarioOf({ ...hour, group: { warmUp: { kind: "constant", value: 100 } } });
  expect(judged("bounded-churn", slow, counts(table))).toBe(
    "at 0:08:00 it let worker-5 go, while it was still starting, the 4th of 6 replicas to go without having served, because scripted (desired 1)",
  );
  expect(judged("bounded-churn", slow, counts(table), { most: 5 })).toBe("kept");
  expect(judged("bounded-churn", slow, counts({ 0: 1 }))).toBeUndefined();
});

test("starts-fit: a start for which there is no room", () => {
  const needs = { cores: 1, warmUpCores: 1, memory: 30, gpus: 0, gpuMemory: 0, gpuUtilization: 0 };
  const small = scenarioOf({ ...hour, nodes: [nodeOf({ memory: 64 })], group: { needs } });
  expect(judged("starts-fit", small, counts({ 0: 1, 600: 3 }))).toBe(
    "at 0:10:00 it started worker-3, for which no node had room, because scripted (desired 3)",
  );
  expect(judged("starts-fit", small, counts({ 0: 1, 600: 2 }))).toBe("kept");
  expect(judged("starts-fit", plant, counts({ 0: 1, 600: 2 }))).toBeUndefined();
});

describe("who leaves", () => {
  const busyWith = (change: Partial<GroupSpec>) =>
    scenarioOf({
      ...hour,
      workload: [tasksAt([0], 1000)],
      group: { initial: { replicas: 2, phase: "ready" }, release: "oldest", grace: 30, ...change },
    });
  const busy = busyWith({});

  test("spares-busy: not one at work while another has nothing to do", () => {
    expect(judged("spares-busy", busy, counts({ 0: 2, 600: 1 }))).toBe(
      "at 0:10:00 it told worker-1 to go with a task under way, while 1 of worker had nothing to do; it was killed 30 s later, because scripted (desired 1)",
    );
    expect(judged("spares-busy", busyWith({ release: "idle-first" }), counts({ 0: 2, 600: 1 }))).toBe("kept");
  });

  test("finishes-work: nor one whose work ends within its grace time is killed", () => {
    expect(judged("finishes-work", busyWith({ grace: 500 }), counts({ 0: 2, 600: 1 }))).toBe("kept");
    expect(judged("finishes-work", busy, counts({ 0: 2, 600: 0 }))).toMatch(/^at 0:10:00 it told worker-1 to go/);
  });
});

test("no-starvation: work of which nothing is done", () => {
  const none = scenarioOf({ ...hour, group: { initial: { replicas: 0, phase: "ready" } } });
  expect(judged("no-starvation", none, counts({ 0: 0 }))).toMatch(
    /^at 0:14:00 nothing of work had been completed for 13 min/,
  );
  expect(judged("no-starvation", plant, counts({ 0: 1 }))).toBe("kept");
});

test("within-bounds: what was asked for, before it is clipped", () => {
  const bounded = scenarioOf({ ...hour, group: { minimum: 1, maximum: 4 } });
  expect(judged("within-bounds", bounded, counts({ 0: 1, 600: 9 }))).toMatch(
    /^at 0:10:00 it asked for 9 of worker, beyond its maximum/,
  );
  expect(judged("within-bounds", bounded, counts({ 0: 1, 600: 4 }))).toBe("kept");
});

test("recovers: what waits is as before, some time after a fault", () => {
  const crash = { kind: "replicaCrash", group: "worker", count: 1, at: [1800] } as const;
  const failing = scenarioOf({ ...hour, faults: [crash], group: { maximum: 8, failures: NO_PRUNE } });
  expect(judged("recovers", failing, counts({ 0: 1 }), { within: 900 })).toMatch(
    /^at 0:45:00 \d+ tasks waited in work, 15 min after the end of the fault \(replicaCrash\)/,
  );
  expect(judged("recovers", failing, counts({ 0: 1, 1860: 2 }), { within: 900 })).toBe("kept");
  expect(judged("recovers", plant, counts({ 0: 1 }))).toBeUndefined();
});

const NO_PRUNE = { exit: 0, hang: 0, blackHole: 0, blackHoleTime: 0.01, prune: false, pruneAfter: 10 } as const;

test("holds-on-missing: nothing is taken away while the queue cannot be read", () => {
  const outage = {
    kind: "brokerOutage",
    queues: ["work"],
    deliveries: "continue",
    at: [600],
    for: { kind: "constant", value: 300 },
  } as const;
  const blind = scenarioOf({ ...hour, faults: [outage] });
  expect(judged("holds-on-missing", blind, counts({ 0: 3, 660: 2 }))).toBe(
    "at 0:11:00 it took worker from 3 to 2 while work could not be read, because scripted (desired 2)",
  );
  expect(judged("holds-on-missing", blind, counts({ 0: 1, 660: 2, 960: 1 }))).toBe("kept");
  expect(judged("holds-on-missing", plant, counts({ 0: 1 }))).toBeUndefined();
});

test("monotone: fewer replicas for more work", () => {
  const contrary = scripted(({ queues }: Observation) => ({ worker: (queues.work?.waiting ?? 0) > 20 ? 1 : 3 }));
  expect(judged("monotone", plant, contrary)).toMatch(
    /^at 0:02:00 it would want 1 of worker with 50 waiting in work, and wanted 3 with 0/,
  );
  const follows = scripted(({ queues }: Observation) => ({ worker: Math.ceil((queues.work?.waiting ?? 0) / 5) }));
  expect(judged("monotone", plant, follows)).toBe("kept");
});

test("no-fight: controllers of one queue that undo each other", () => {
  const controllers = ["one", "two"].map((name) => ({
    name,
    groups: [name],
    check: { period: minute, phase: 0 },
    takes: 0,
    heartbeats: false,
    parameters: {},
  }));
  const shared = scenarioOf({ ...hour, controllers, groups: ["one", "two"].map((name) => groupOf({ name })) });
  const swing = (time: number, by: number) => 2 + by * ((time / 120) % 2 < 1 ? 1 : -1);
  const against = scripted(({ time, groups }) =>
    Object.fromEntries(
      Object.keys(groups).map((name) => [name, name === "one" ? swing(time, 1) : swing(time - 60, -1)]),
    ),
  );
  expect(judged("no-fight", shared, against)).toMatch(
    /(one|two) took (one|two) from \d to \d \((one|two)-.*\), \d+ (s|min) after (one|two) had taken/,
  );
  const together = scripted(({ time, groups }) =>
    Object.fromEntries(Object.keys(groups).map((name) => [name, time < 600 ? 1 : 3])),
  );
  expect(judged("no-fight", shared, together)).toBe("kept");
  expect(judged("no-fight", plant, together)).toBeUndefined();
});

test("survives-restart: a memory outside of the memory shows", () => {
  let calls = 0;
  const forgetful: Policy = {
    ...counts({ 0: 1 }),
    decide: (seen, memory) => counts({ 0: ++calls }).decide(seen, memory),
  };
  expect(judged("survives-restart", plant, forgetful)).toMatch(/decided otherwise after a restart/);
  expect(judged("survives-restart", plant, counts({ 0: 1, 600: 2 }))).toBe("kept");
  const tired: Policy = {
    ...counts({ 0: 1 }),
    decide: (seen, memory) => {
      if (++calls > 100) throw new Error("tired");
      return counts({ 0: 1 }).decide(seen, memory);
    },
  };
  calls = 0;
  const run = recordRun(plant, () => tired, 1, new Map());
  calls = 100;
  const [asked] = askedFor("survives-restart");
  expect(asked?.property.judge(run, asked.parameters)).toMatchObject({
    what: "it threw Error: tired after a restart, and without one decided",
  });
});

test("no-error: a policy that is refused", () => {
  expect(judged("no-error", plant, counts({ 0: 1, 600: -1 }))).toMatch(
    /^at 0:10:00 it was refused: policy "scripted" at 600 s: desired is -1/,
  );
  expect(judged("no-error", plant, counts({ 0: 1 }))).toBe("kept");
});
