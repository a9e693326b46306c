import { describe, expect, test } from "vitest";
import {
  type Action,
  bind,
  control,
  type Json,
  type Observation,
  type Outcome,
  type Policy,
  UsageError,
} from "../../policies/index.ts";
import { gpuOf, groupOf, idle, nodeOf, observe } from "./observations.ts";

const because = [{ code: "test", facts: {} }] as const;

/** A policy that returns what a test wants it to. */
function saying(outcome: unknown, memory: Json = null): Policy {
  return { name: "x", version: 1, parameters: {}, begin: () => memory, decide: () => outcome as Outcome<Json> };
}

function acting(...actions: readonly unknown[]): Policy {
  const decisions = actions.map((action, index) => ({ subject: `subject-${index}`, action, because }));
  return saying({ decisions, memory: null });
}

const four = observe({
  time: 120,
  groups: { sampler: groupOf(idle(4), { minimum: 1, maximum: 6 }) },
  nodes: { node: nodeOf() },
  devices: { "node/gpu0": gpuOf(0, 40) },
  caches: { answers: { timeToLive: 60 } },
});

function scaleTo(desired: unknown, more: object = {}) {
  return acting({ kind: "scale", group: "sampler", desired, ...more });
}

describe("a policy's fault is told with its name, the time and what was wrong", () => {
  const faults: readonly (readonly [string, Policy, string | RegExp])[] = [
    [
      "an unknown group",
      acting({ kind: "scale", group: "samplr", desired: 1 }),
      'there is no group "samplr"; did you mean "sampler"?',
    ],
    ["a group of Object's", acting({ kind: "scale", group: "toString", desired: 1 }), 'there is no group "toString"'],
    ["an unknown device", acting({ kind: "load", device: "gpu9", model: "m" }), 'there is no device "gpu9"'],
    [
      "an unknown cache",
      acting({ kind: "retain", cache: "answer", timeToLive: 1 }),
      'no cache "answer"; did you mean "answers"?',
    ],
    [
      "an unknown kind of action",
      acting({ kind: "scael", group: "sampler", desired: 1 }),
      '"scael" is no kind of action',
    ],
    ["a count that is NaN", scaleTo(Number.NaN), 'desired is NaN for group "sampler"'],
    ["a count that is not whole", scaleTo(1.5), 'desired is 1.5 for group "sampler"'],
    ["a negative count", scaleTo(-1), 'desired is -1 for group "sampler"'],
    ["a count that is text", scaleTo("4"), 'desired is 4 for group "sampler"'],
    [
      "a place that does not exist",
      scaleTo(5, { start: [{ place: "node/gpu1" }] }),
      'on "node/gpu1", which is no device or node',
    ],
    [
      "a model without a name",
      acting({ kind: "load", device: "node/gpu0", model: "" }),
      "would load a model without a name",
    ],
    ["a negative time to live", acting({ kind: "retain", cache: "answers", timeToLive: -1 }), "timeToLive is -1"],
    [
      "two actions on a group",
      acting(...Array(2).fill({ kind: "scale", group: "sampler", desired: 2 })),
      "scaled twice",
    ],
    ["a decision without an action", saying({ decisions: [{ subject: "a", because }], memory: null }), "has no action"],
    [
      "a decision without a subject",
      saying({ decisions: [{ action: null, because }], memory: null }),
      "names no subject",
    ],
    [
      "a decision without a reason",
      saying({ decisions: [{ subject: "a", action: null, because: [] }], memory: null }),
      "no reason",
    ],
    [
      "a fact that is not finite",
      saying({
        decisions: [{ subject: "a", action: null, because: [{ code: "c", facts: { f: Number.NaN } }] }],
        memory: null,
      }),
      'the fact "f" of reason "c" on "a" is NaN',
    ],
    ["a wake in the past", saying({ decisions: [], memory: null, wake: 119 }), "wake at 119 s is not in the future"],
    ["a wake right now", saying({ decisions: [], memory: null, wake: 120 }), "wake at 120 s is not in the future"],
    [
      "a wake that is not finite",
      saying({ decisions: [], memory: null, wake: Number.POSITIVE_INFINITY }),
      "wake is Infinity",
    ],
    ["no outcome", saying(undefined), "decide returned no outcome"],
    ["a promise", saying(Promise.resolve({ decisions: [], memory: null })), "a policy answers at once"],
    ["no decisions", saying({ memory: null }), "no list of decisions"],
    ["a memory with NaN in it", saying({ decisions: [], memory: { peaks: [1, Number.NaN] } }), "peaks[1] is NaN"],
    ["a memory with a date in it", saying({ decisions: [], memory: { at: new Map() } }), "at is a Map"],
    ["a memory with undefined in it", saying({ decisions: [], memory: { at: undefined } }), "at is undefined"],
    ["a memory that contains itself", saying({ decisions: [], memory: circular() }), "nested more than 64 levels"],
  ];

  test.each(faults)("%s", (_, policy, message) => {
    const step = () => control(policy).step(four);
    expect(step).toThrow(UsageError);
    expect(step).toThrow('policy "x" at 120 s: ');
    expect(step).toThrow(message);
  });

  test("a policy that throws, with its own error as the cause", () => {
    const own = new TypeError("x is undefined");
    const policy = {
      ...acting(),
      decide: () => {
        throw own;
      },
    };
    const step = () => control(policy).step(four);
    expect(step).toThrow('policy "x" at 120 s: it threw TypeError: x is undefined');
    expect(step).toThrow(expect.objectContaining({ cause: own }));
  });

  test("a policy that cannot begin, or begins with a memory that is not JSON", () => {
    expect(() =>
      control({
        ...acting(),
        begin: () => {
          throw new Error("no");
        },
      }),
    ).toThrow('policy "x" cannot begin: it threw Error: no');
    expect(() => control(saying(null, Number.NaN))).toThrow("does not survive JSON");
  });

  test("two actions on one subject, even of different kinds", () => {
    const decisions = ["load", "unload"].map((kind) => ({
      subject: "node/gpu0",
      action: { kind, device: "node/gpu0", model: "m" },
      because,
    }));
    expect(() => control(saying({ decisions, memory: null })).step(four)).toThrow('two actions on "node/gpu0"');
  });
});

function circular(): unknown {
  const loop: { inner?: unknown } = {};
  loop.inner = loop;
  return loop;
}

describe("bounds are judged by direction", () => {
  function settled(desired: number, group: object): readonly unknown[] {
    const observation = observe({ groups: { sampler: groupOf(idle(4), group) } });
    const { actions, record } = control(scaleTo(desired)).step(observation);
    expect(record.decisions.map(({ action }) => action)).toEqual(actions);
    const codes = record.decisions[0]?.because.map(({ code }) => code);
    return [(actions[0] as { desired: number }).desired, codes];
  }

  test("over-asking is clipped, with the reason appended", () => {
    expect(settled(9, { maximum: 6 })).toEqual([6, ["test", "clipped-to-maximum"]]);
    expect(settled(0, { minimum: 1 })).toEqual([1, ["test", "clipped-to-minimum"]]);
  });

  test("from 4 of at most 2, going to 3 is right, and so is staying", () => {
    expect(settled(3, { maximum: 2 })).toEqual([3, ["test"]]);
    expect(settled(4, { maximum: 2 })).toEqual([4, ["test"]]);
    expect(settled(5, { maximum: 2 })).toEqual([4, ["test", "clipped-to-maximum"]]);
  });

  test("from 4 of at least 8, going to 5 is right, and going down is not", () => {
    expect(settled(5, { minimum: 8 })).toEqual([5, ["test"]]);
    expect(settled(3, { minimum: 8 })).toEqual([4, ["test", "clipped-to-minimum"]]);
  });

  test("without a maximum nothing is clipped", () => {
    expect(settled(1000, {})).toEqual([1000, ["test"]]);
  });
});

test("a replica named for release that is gone, or named twice, is dropped; the others go", () => {
  const { actions, record } = control(scaleTo(2, { release: ["a", "z", "a", "b"] })).step(four);
  expect((actions[0] as Extract<Action, { kind: "scale" }>).release).toEqual(["a", "b"]);
  expect(record.decisions[0]?.because.at(-1)).toEqual({ code: "release-dropped", facts: { replica: "z" } });
});

describe("an observation nobody should decide on is refused", () => {
  const policy = bind("static");
  function refused(said: Partial<Observation>): () => unknown {
    return () => control(policy).step(observe(said));
  }

  test("numbers that are not finite, wherever they stand", () => {
    expect(refused({ time: Number.NaN })).toThrow("time of an observation is NaN");
    expect(refused({ queues: { q: { waiting: Number.NaN } } })).toThrow("queues.q.waiting of an observation is NaN");
    expect(refused({ queues: { q: { waiting: null as never } } })).toThrow(
      "queues.q.waiting of an observation is null",
    );
    expect(refused({ groups: { g: groupOf([{ id: "a", since: Number.NaN }]) } })).toThrow("groups.g.replicas.since");
    expect(refused({ groups: { g: groupOf([{ id: "a", signals: { cpu: Number.NaN } }]) } })).toThrow("groups.g.cpu");
    expect(refused({ groups: { g: groupOf([], { desired: undefined as never }) } })).toThrow("groups.g.desired");
    expect(refused({ nodes: { n: nodeOf({ cpuUtilization: Number.POSITIVE_INFINITY }) } })).toThrow(
      "nodes.n.cpuUtilization",
    );
    expect(refused({ devices: { d: gpuOf(0, Number.NaN) } })).toThrow("devices.d.memoryFree");
    expect(refused({ devices: { d: { ...gpuOf(0, 1), models: [{ name: "m", size: Number.NaN }] } } })).toThrow(
      "devices.d.models.size",
    );
    expect(refused({ caches: { c: { timeToLive: Number.NaN } } })).toThrow("caches.c.timeToLive");
    expect(refused({ signals: { s: Number.NaN } })).toThrow("signals.s");
    expect(refused({ workers: { w: { waiting: Number.NaN } } })).toThrow("workers.w.waiting");
  });

  test("names that JavaScript would list in another order", () => {
    expect(refused({ queues: { "0": {} } })).toThrow('the queue name "0" looks like an integer');
    expect(refused({ groups: { "12": groupOf([]) } })).toThrow(UsageError);
    expect(refused({ queues: { "0a": {}, "01": {}, "-1": {} } })).not.toThrow();
  });

  test("a missing table", () => {
    expect(refused({ caches: undefined as never })).toThrow('no table "caches"');
  });

  test("time going back; standing still is fine", () => {
    const controller = control(policy);
    controller.step(observe({ time: 30 }));
    controller.step(observe({ time: 60 }));
    controller.step(observe({ time: 60 }));
    expect(() => controller.step(observe({ time: 59 }))).toThrow("an observation at 59 s came after one at 60 s");
  });

  test("of a simulator's own the first sixteen and every sixteenth are read through", () => {
    const controller = control(policy, undefined, undefined, true);
    const wrong = (time: number) => () => controller.step(observe({ time, signals: { s: Number.NaN } }));
    for (let time = 0; time < 15; time++) controller.step(observe({ time }));
    expect(wrong(15)).toThrow("signals.s");
    for (let time = 15; time < 17; time++) controller.step(observe({ time }));
    for (let time = 17; time < 32; time++) expect(wrong(time)).not.toThrow();
    expect(wrong(32)).toThrow("signals.s");
    expect(() => controller.step(observe({ time: 1 }))).toThrow("time goes back");
  });

  test("and is not the policy's fault", () => {
    expect(refused({ time: Number.NaN })).not.toThrow(UsageError);
  });
});

describe("what lasts between steps", () => {
  const counting: Policy<number> = {
    name: "counting",
    version: 3,
    parameters: { by: 1 },
    begin: () => 0,
    decide: (observation, memory) => {
      if (observation.signals.fail === 1) throw new Error("failed");
      return { decisions: [], memory: memory + 1, wake: observation.time + 5 };
    },
  };

  test("the memory goes on, is saved in the header, and can be handed to another controller", () => {
    const controller = control(counting);
    expect(controller.step(observe()).wake).toBe(5);
    controller.step(observe({ time: 1 }));
    expect(controller.header()).toEqual({
      version: 1,
      kind: "header",
      policy: "counting",
      policyVersion: 3,
      parameters: { by: 1 },
      memory: 2,
    });
    const next = control(counting, controller.memory);
    next.step(observe({ time: 2 }));
    expect(next.memory).toBe(3);
  });

  test("a step that fails leaves memory and time as they were", () => {
    const controller = control(counting);
    controller.step(observe({ time: 10 }));
    expect(() => controller.step(observe({ time: 20, signals: { fail: 1 } }))).toThrow("failed");
    controller.step(observe({ time: 11 }));
    expect(controller.memory).toBe(2);
  });

  test("the record holds the observation and the decisions", () => {
    const controller = control(scaleTo(5));
    const { record } = controller.step(four);
    expect(record.time).toBe(120);
    expect(record.observation).toBe(four);
    expect(record.decisions).toHaveLength(1);
  });
});
