import { describe, expect, test } from "vitest";
import {
  bind,
  bindModule,
  control,
  type Group,
  type Json,
  type Observation,
  ParameterError,
  type Policy,
  wrappers,
} from "../../policies/index.ts";
import { gibibyte, gpuOf, groupOf, idle, nodeOf, observe, queueOf } from "./observations.ts";

/** Asks for the count that the signal `ask` shows, and says nothing while there is none. */
const asking: Policy = {
  name: "asking",
  version: 3,
  parameters: {},
  begin: () => "inside",
  decide: ({ signals, groups }, memory) => ({
    decisions: Object.entries(groups).flatMap(([name, { desired: current, replicas }]) => {
      const { [name]: desired = signals.ask } = signals;
      if (desired === undefined) return [];
      const because = [{ code: "asked", facts: {} }] as const;
      const release = replicas.slice(0, 1).map(({ id }) => id);
      const action = desired === current ? null : ({ kind: "scale", group: name, desired, release } as const);
      return [{ subject: name, action, because }];
    }),
    memory,
  }),
};

/** Asks for a count of a group that has `current`; tells what comes out of it, and the last reason. */
function around(wrap: Json) {
  const controller = control(bindModule(asking, { wrap }, "asking.ts"));
  return (
    time: number,
    ask: number | undefined,
    current: number,
    said: Partial<Observation> & { group?: Partial<Group> } = {},
  ) => {
    const { group, ...rest } = said;
    const groups = { pool: groupOf(idle(current), { serves: ["work"], ...group }) };
    const signals = ask === undefined ? {} : { ask };
    const { record, wake } = controller.step(observe({ time, groups, signals, ...rest }));
    const { action, because } = record.decisions[0] ?? { action: undefined, because: [] };
    const to = action?.kind === "scale" ? action.desired : action;
    return { to, code: because.at(-1)?.code, wake };
  };
}

test("what a wrapper changes keeps the lists, the reasons and the name of the policy inside", () => {
  const policy = bindModule(asking, { wrap: [{ bounded: { maximum: 4 } }, "cooled"] }, "asking.ts");
  expect(policy).toMatchObject({
    name: "asking",
    version: 3,
    parameters: {
      wrap: [{ bounded: { groups: null, minimum: 0, maximum: 4 } }, { cooled: { groups: null, up: 0, down: 300 } }],
    },
  });
  const seen = observe({ groups: { pool: groupOf(idle(2)) }, signals: { ask: 9 } });
  expect(policy.decide(seen, policy.begin()).decisions).toEqual([
    {
      subject: "pool",
      action: { kind: "scale", group: "pool", desired: 4, release: ["a"] },
      because: [
        { code: "asked", facts: {} },
        { code: "cut-to-maximum", facts: { asked: 9, desired: 4, maximum: 4 } },
      ],
    },
  ]);
});

test("what was bound with wrappers binds the same again", () => {
  const policy = bind("utilization", { wrap: [{ cooled: { down: 60 } }, { guarded: { quota: 9 } }] });
  expect(bind("utilization", policy.parameters).parameters).toEqual(policy.parameters);
});

test("a controller may have wrappers of its own in their place", () => {
  const policy = bind("utilization", { wrap: ["cooled"] }, { wrap: ["stabilized"] });
  expect(policy.parameters).toMatchObject({ wrap: [{ stabilized: { down: 300 } }] });
});

test("the first wrapper is the innermost", () => {
  const floor = { bounded: { minimum: 6 } };
  const ceiling = { bounded: { maximum: 4 } };
  expect(around([floor, ceiling])(0, 5, 5).to).toBe(4);
  expect(around([ceiling, floor])(0, 5, 5).to).toBe(6);
});

test("a wrapper leaves other groups alone where it names some", () => {
  const policy = bindModule(asking, { wrap: [{ bounded: { maximum: 1, groups: ["a"] } }] }, "asking.ts");
  const seen = observe({ groups: { a: groupOf(idle(2)), b: groupOf(idle(2)) }, signals: { ask: 3 } });
  const counts = policy.decide(seen, policy.begin()).decisions.map(({ action }) => action);
  expect(counts).toMatchObject([{ desired: 1 }, { desired: 3 }]);
});

test.each([
  [["coold"], ["wrap", 0, "coold"], 'there is no wrapper "coold"; did you mean "cooled"?'],
  [[{ cooled: { dwn: 1 } }], ["wrap", 0, "cooled", "dwn"], 'wrapper "cooled" has no parameter "dwn"'],
  [["cooled", { bounded: { minimum: 2, maximum: 1 } }], ["wrap", 1, "bounded", "minimum"], "expected at most"],
  [[{ cooled: {}, bounded: {} }], ["wrap", 0], "NAME or { NAME: parameters }"],
  [[{}], ["wrap", 0], "NAME or { NAME: parameters }"],
  [[7], ["wrap", 0], "NAME or { NAME: parameters }"],
  [{ cooled: {} }, ["wrap"], "must be a list"],
])("refuses the wrappers %j", (wrap, path, message) => {
  let error: unknown;
  try {
    bind("static", { wrap });
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(ParameterError);
  expect((error as ParameterError).path).toEqual(path);
  expect((error as ParameterError).message).toContain(message);
});

test("every parameter and reason of every wrapper says what it is", () => {
  for (const { reasons, parameters, summary, source } of wrappers) {
    for (const text of [summary, source, ...Object.values(reasons)]) expect(text).not.toBe("");
    expect(parameters.safeParse({ nobody: 1 }).success).toBe(false);
  }
});

describe("bounded", () => {
  test("fills up and cuts down, whether the policy inside asks for something or says nothing", () => {
    const step = around([{ bounded: { minimum: 2, maximum: 4 } }]);
    expect(step(0, 9, 3)).toMatchObject({ to: 4, code: "cut-to-maximum" });
    expect(step(1, 0, 3)).toMatchObject({ to: 2, code: "raised-to-minimum" });
    expect(step(2, undefined, 1)).toMatchObject({ to: 2, code: "raised-to-minimum" });
    expect(step(3, 9, 4)).toMatchObject({ to: null, code: "cut-to-maximum" });
    expect(step(4, undefined, 3)).toMatchObject({ to: undefined });
  });
});

describe("cooled", () => {
  test("holds back for the time of the direction, from when the change was asked for", () => {
    const step = around([{ cooled: { up: 60, down: 300 } }]);
    expect(step(0, 4, 2).to).toBe(4);
    expect(step(59, 5, 4)).toMatchObject({ to: null, code: "cooling-down", wake: 60 });
    expect(step(60, 5, 4).to).toBe(5);
    expect(step(359, 1, 5)).toMatchObject({ to: null, wake: 360 });
    expect(step(360, 1, 5).to).toBe(1);
  });

  test("a request that was refused starts nothing, and somebody else's change counts from when it is seen", () => {
    const step = around([{ cooled: { up: 60, down: 60 } }]);
    expect(step(0, 4, 2).to).toBe(4);
    expect(step(10, 4, 2).to).toBe(4);
    expect(step(20, 4, 3)).toMatchObject({ to: null, wake: 80 });
  });
});

describe("stabilized", () => {
  test("keeps four replicas until five minutes after the last peak", () => {
    const step = around(["stabilized"]);
    expect(step(0, 4, 2).to).toBe(4);
    expect(step(100, 4, 4).to).toBe(null);
    expect(step(101, 1, 4)).toMatchObject({ to: null, code: "stabilized", wake: 300 });
    expect(step(399, 1, 4)).toMatchObject({ to: null, code: "stabilized" });
    expect(step(400, 1, 4)).toMatchObject({ to: 1, code: "asked" });
  });

  test("grows only to the least that was asked for within its window", () => {
    const step = around([{ stabilized: { up: 60, down: 0 } }]);
    expect(step(0, 2, 2).to).toBe(null);
    expect(step(30, 6, 2)).toMatchObject({ to: null, code: "stabilized", wake: 60 });
    expect(step(60, 5, 2).to).toBe(5);
  });
});

describe("scheduled", () => {
  const peak = { from: "09:00", to: "18:00", minimum: 5, maximum: 8 };
  const at = (text: string) => Date.parse(text) / 1000;

  test("raises at nine by the clock on the wall, also on the day it is set forward", () => {
    const step = around([{ scheduled: { timeZone: "Europe/Berlin", windows: [peak] } }]);
    const nine = at("2026-03-28T09:00:00+01:00");
    expect(step(nine - 1, undefined, 3)).toMatchObject({ to: undefined });
    expect(step(nine, undefined, 3)).toMatchObject({ to: 5, code: "raised-by-schedule" });
    expect(step(nine + 1, 9, 5)).toMatchObject({ to: 8, code: "cut-by-schedule", wake: nine + 9 * 3600 });
    expect(step(at("2026-03-29T08:59:59+02:00"), undefined, 3)).toMatchObject({ to: undefined });
    expect(step(at("2026-03-29T09:00:00+02:00"), undefined, 3)).toMatchObject({ to: 5 });
  });

  test("asks to be woken when a window begins, and removes nobody when it ends", () => {
    const policy = bindModule(asking, { wrap: [{ scheduled: { windows: [peak] } }] }, "asking.ts");
    const seen = observe({ time: 8 * 3600, groups: { pool: groupOf(idle(5)) } });
    expect(policy.decide(seen, policy.begin())).toMatchObject({ decisions: [], wake: 9 * 3600 });
    expect(policy.decide({ ...seen, time: 18 * 3600 }, policy.begin()).decisions).toEqual([]);
  });

  test("of several windows that hold the first counts", () => {
    const windows = [{ from: "12:00", to: "13:00", maximum: 1 }, peak];
    expect(around([{ scheduled: { windows } }])(12 * 3600, 6, 3).to).toBe(1);
  });
});

describe("scaled-to-zero", () => {
  const step = (waiting: number, inService = 0) => ({ queues: { work: queueOf(waiting, inService) } });

  test("removes the last after five minutes without work, and wants to be woken for it", () => {
    const ask = around(["scaled-to-zero"]);
    expect(ask(0, 2, 2, step(0, 1))).toMatchObject({ to: null, code: "asked", wake: undefined });
    expect(ask(10, 2, 2, step(0))).toMatchObject({ to: null, wake: 310 });
    expect(ask(309, 2, 2, step(0)).to).toBe(null);
    expect(ask(310, 2, 2, step(0))).toMatchObject({ to: 0, code: "idle-to-zero" });
  });

  test("stays at zero whatever the policy inside wants, until more work waits than is needed to begin", () => {
    const ask = around([{ "scaled-to-zero": { activation: 3 } }]);
    expect(ask(0, 1, 0, step(3))).toMatchObject({ to: null, code: "stays-at-zero" });
    expect(ask(1, 0, 0, step(4))).toMatchObject({ to: 1, code: "first-for-work" });
    expect(ask(2, 2, 0, step(4))).toMatchObject({ to: 2, code: "asked" });
  });

  test("leaves the count to the policy inside while work cannot be read", () => {
    const ask = around([{ "scaled-to-zero": { idleFor: 0 } }]);
    expect(ask(0, 2, 1, { queues: { work: { waiting: 0 } } })).toMatchObject({ to: 2, code: "asked" });
    expect(ask(1, 2, 1, step(0)).to).toBe(0);
  });
});

describe("guarded", () => {
  const gpu = (freeGiB: number) => ({ ...gpuOf(0, freeGiB), memoryTotal: 100 * gibibyte });

  test("needs a GPU with a fifth free, now and with the new replica, and never stops shrinkage", () => {
    const ask = around([{ guarded: { minimumFreeGpuMemory: 0.2, replicaGpuMemory: 10 * gibibyte } }]);
    expect(ask(0, 3, 2, { devices: { a: gpu(29), b: gpu(30) } }).to).toBe(3);
    expect(ask(1, 3, 2, { devices: { a: gpu(29) } })).toMatchObject({ to: null, code: "no-room" });
    expect(ask(2, 1, 2, { devices: { a: gpu(0) } }).to).toBe(1);
    expect(ask(3, 3, 2, { devices: { a: { node: "node", index: 0 } } }).to).toBe(null);
    expect(ask(4, 3, 2).to).toBe(null);
  });

  test("needs a node with memory and CPU, for a GPU its own", () => {
    const limits = { minimumFreeMemory: 10 * gibibyte, maximumCpuUtilization: 0.9 };
    const ask = around([{ guarded: limits }]);
    const full = nodeOf({ memoryFree: 9 * gibibyte });
    const busy = nodeOf({ cpuUtilization: 0.9 });
    expect(ask(0, 3, 2, { nodes: { full, busy, fine: nodeOf() } }).to).toBe(3);
    expect(ask(1, 3, 2, { nodes: { full, busy } })).toMatchObject({ to: null, code: "no-room" });
    const withGpu = around([{ guarded: { ...limits, minimumFreeGpuMemory: 0 } }]);
    expect(withGpu(0, 3, 2, { nodes: { node: full, fine: nodeOf() }, devices: { a: gpu(90) } }).to).toBe(null);
    expect(withGpu(1, 3, 2, { nodes: { node: nodeOf() }, devices: { a: gpu(90) } }).to).toBe(3);
  });

  test("keeps all groups together within the quota, the first ones first", () => {
    const policy = bindModule(asking, { wrap: [{ guarded: { quota: 7 } }] }, "asking.ts");
    const seen = observe({ groups: { a: groupOf(idle(2)), b: groupOf(idle(2)) }, signals: { a: 4, b: 9 } });
    expect(policy.decide(seen, policy.begin()).decisions.map(({ action }) => action)).toMatchObject([
      { desired: 4 },
      { desired: 3 },
    ]);
  });
});

describe("rate-limited", () => {
  test("adds as many as there were, or four, within a minute", () => {
    const step = around(["rate-limited"]);
    expect(step(0, 20, 2)).toMatchObject({ to: 6, code: "rate-limited", wake: 60 });
    expect(step(30, 20, 6)).toMatchObject({ to: null, code: "rate-limited", wake: 60 });
    expect(step(60, 20, 6).to).toBe(12);
    expect(step(120, 20, 12).to).toBe(20);
  });

  test("removes as few as it is told to, and a refused request uses nothing up", () => {
    const step = around([{ "rate-limited": { up: null, down: { replicas: 2, period: 90 } } }]);
    expect(step(0, 0, 10).to).toBe(8);
    expect(step(30, 0, 10).to).toBe(8);
    expect(step(60, 0, 8)).toMatchObject({ to: null, wake: 120 });
    expect(step(119, 0, 8).to).toBe(null);
    expect(step(120, 0, 8).to).toBe(6);
    expect(step(121, 30, 6).to).toBe(30);
  });
});

test.each([
  ["bounded", {}, 'wrapper "bounded" needs the parameter "maximum": expected a number here or in minimum'],
  ["bounded", { minimum: 0 }, 'wrapper "bounded" needs the parameter "maximum"'],
  ["guarded", {}, "expected one of minimumFreeGpuMemory, minimumFreeMemory, maximumCpuUtilization, quota"],
])("%s with %j would do nothing, and says so", (name, parameters, message) => {
  expect(() => bind("utilization", { wrap: [{ [name]: parameters }] })).toThrow(message);
});
