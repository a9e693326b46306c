import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bind,
  type Capabilities,
  catalogue,
  control,
  type Group,
  type Json,
  type Observation,
  type Replica,
  type Worker,
} from "../../policies/index.ts";
import { observations } from "../laws/observations.ts";
import { groupOf, idle, observe, queueOf } from "./observations.ts";

const vanilla = { policyContent: "allocate=even_load; scaling=vanilla" };
const elastic = { policyContent: "allocate=even_load; scaling=fixed_elastic" };
const capability = { policyContent: "allocate=capability; scaling=capability" };

/** Tasks that need a GPU, or nothing. */
const gpuTasks = (count: number) => ({ gpu: { ...queueOf(count), needs: { gpu: 1 } } });
const plainTasks = (count: number) => ({ plain: queueOf(count) });

function workersOf(offers: Capabilities, ...ids: string[]): Record<string, Worker> {
  return Object.fromEntries(ids.map((id) => [id, { offers, waiting: 0 }]));
}

/** A worker group of an adapter, as it was reported. */
function reported(
  id: string,
  workers: string[],
  offers: Capabilities = {},
  phase: Replica["phase"] = "ready",
): Replica {
  return { id, phase, workers, offers };
}

function decide(parameters: Json, seen: Partial<Observation>) {
  const [decision] = control(bind("scaler", parameters)).step(observe(seen)).record.decisions;
  return { action: decision?.action, codes: decision?.because.map(({ code }) => code), because: decision?.because };
}

function adapter(replicas: readonly Replica[], said: Partial<Group> = {}): Record<string, Group> {
  return { adapter: groupOf(replicas, { maximum: 4, ...said }) };
}

describe("vanilla", () => {
  const none = { queues: plainTasks(3), workers: {}, groups: adapter([]) };

  test("with work and nobody connected a group is started, and another at the next heartbeat", () => {
    expect(decide(vanilla, none).action).toEqual({ kind: "scale", group: "adapter", desired: 1 });
    const booting = { ...none, groups: adapter([reported("g1", ["w1"], {}, "warming")]) };
    expect(decide(vanilla, booting).action).toEqual({ kind: "scale", group: "adapter", desired: 2 });
  });

  test("workers that are starting can be counted", () => {
    const booting = { ...none, groups: adapter([reported("g1", ["w1"], {}, "warming")]) };
    const { action, because } = decide({ ...vanilla, bootingWorkers: "counted" }, booting);
    expect({ action, because }).toEqual({
      action: null,
      because: [{ code: "ratio-within-bounds", facts: { tasks: 3, workers: 1, ratio: 3, lower: 1, upper: 10 } }],
    });
  });

  test("tasks that are held and under way count like those that wait", () => {
    const seen = { queues: { plain: queueOf(0, 3) }, workers: workersOf({}, "w1"), groups: adapter([]) };
    expect(decide(vanilla, seen).because?.[0]?.facts).toMatchObject({ tasks: 3, ratio: 3 });
  });

  test("both bounds are strict, and can be set", () => {
    const at = (tasks: number, parameters = {}) => {
      const seen = {
        queues: plainTasks(tasks),
        workers: workersOf({}, "w1", "w2"),
        groups: adapter([reported("g", [])]),
      };
      return decide({ ...vanilla, ...parameters }, seen).codes;
    };
    expect([at(1), at(2), at(20), at(21)].map((codes) => codes?.[0])).toEqual([
      "ratio-below-lower",
      "ratio-within-bounds",
      "ratio-within-bounds",
      "ratio-above-upper",
    ]);
    expect(at(21, { upperTaskRatio: 20 })).toEqual(["ratio-within-bounds"]);
    expect(at(1, { lowerTaskRatio: 0.5 })).toEqual(["ratio-within-bounds"]);
  });

  test("the ratio is the cluster's and the decision each adapter's: two adapters both start", () => {
    const groups = { first: groupOf([], { maximum: 4 }), second: groupOf([], { maximum: 4 }) };
    const seen = observe({ queues: plainTasks(30), workers: workersOf({}, "static"), groups });
    expect(control(bind("scaler", vanilla)).step(seen).actions).toEqual([
      { kind: "scale", group: "first", desired: 1 },
      { kind: "scale", group: "second", desired: 1 },
    ]);
  });

  test("shuts down the group that holds the fewest tasks, its last one too", () => {
    const workers = { w1: { waiting: 2 }, w2: { waiting: 1 } };
    const groups = adapter([reported("g1", ["w1"]), reported("g2", ["w2"])]);
    expect(decide(vanilla, { queues: plainTasks(1), workers, groups }).action).toEqual({
      kind: "scale",
      group: "adapter",
      desired: 1,
      release: ["g2"],
    });
    const last = { queues: plainTasks(0), workers: workersOf({}, "w1"), groups: adapter([reported("g1", ["w1"])]) };
    expect(decide(vanilla, last).action).toMatchObject({ desired: 0, release: ["g1"] });
    expect(decide({ ...vanilla, keepLastGroup: true }, last).codes).toEqual(["ratio-below-lower", "last-group-kept"]);
  });

  test("a worker whose tasks are not known is not taken for idle", () => {
    const groups = adapter([reported("g1", ["w1"]), reported("g2", ["w2"])]);
    const { action, because } = decide(vanilla, {
      queues: plainTasks(1),
      workers: { w1: {}, w2: { waiting: 7 } },
      groups,
    });
    expect(action).toMatchObject({ release: ["g2"] });
    expect(because?.[1]?.facts).toEqual({ group: "g2", workers: 1, queued: 7 });
  });

  test("a large group goes although a start follows at once, unless that is guarded", () => {
    const ids = Array.from({ length: 11 }, (_, index) => `w${index}`);
    const workers = workersOf({}, "static", ...ids);
    const seen = { queues: plainTasks(11), workers, groups: adapter([reported("g1", ids)]) };
    expect(decide(vanilla, seen).action).toMatchObject({ release: ["g1"] });
    expect(decide(vanilla, { ...seen, workers: workersOf({}, "static"), groups: adapter([]) }).action).toMatchObject({
      desired: 1,
    });
    const guarded = decide({ ...vanilla, restartGuard: true }, seen).because;
    expect(guarded?.at(-1)).toEqual({
      code: "would-restart",
      facts: { group: "g1", tasks: 11, remaining: 1, upper: 10 },
    });
  });

  test("says why it cannot do what the ratio calls for", () => {
    const full = { queues: plainTasks(5), workers: {}, groups: adapter([], { maximum: 0 }) };
    expect(decide(vanilla, full).codes).toEqual(["no-workers", "at-maximum"]);
    const foreign = { queues: plainTasks(0), workers: workersOf({}, "static"), groups: adapter([]) };
    expect(decide(vanilla, foreign).codes).toEqual(["ratio-below-lower", "no-groups"]);
    expect(decide(vanilla, { workers: {}, groups: adapter([]) }).codes).toEqual(["no-tasks-no-workers"]);
  });

  test("a group that is told to go is no group any more; one that failed is", () => {
    const going = reported("g1", ["w1"], {}, "draining");
    const seen = { queues: plainTasks(0), workers: workersOf({}, "w1"), groups: adapter([going]) };
    expect(decide(vanilla, seen).codes).toEqual(["ratio-below-lower", "no-groups"]);
    const failed = { ...seen, groups: adapter([reported("g1", ["w1"], {}, "failed")]) };
    expect(decide(vanilla, failed).action).toMatchObject({ release: ["g1"] });
  });

  test("without a table of workers each ready replica is one", () => {
    const replicas: Replica[] = [...idle(2), { id: "new", phase: "warming" }];
    const seen = { queues: plainTasks(21), groups: adapter(replicas) };
    expect(decide(vanilla, seen).because?.[0]).toEqual({
      code: "ratio-above-upper",
      facts: { tasks: 21, workers: 2, ratio: 10.5, upper: 10 },
    });
  });

  test("while a queue cannot be read nothing is done", () => {
    const seen = { queues: { plain: { waiting: 50 } }, workers: {}, groups: adapter([]) };
    expect(decide(vanilla, seen)).toMatchObject({ action: null, codes: ["tasks-unknown"] });
  });
});

describe("fixed elastic", () => {
  const work = { queues: plainTasks(5), workers: {} };

  test("the primary is asked for once, whatever becomes of it, and by one adapter alone", () => {
    const controller = control(bind("scaler", elastic));
    const groups = { one: groupOf([], { maximum: 1 }), two: groupOf([], { maximum: 1 }) };
    expect(controller.step(observe({ ...work, groups })).actions).toEqual([
      { kind: "scale", group: "one", desired: 1 },
    ]);
    const { record } = controller.step(observe({ ...work, time: 2, groups }));
    expect(record.decisions.map(({ because }) => because.at(-1)?.code)).toEqual([
      "primary-has-been-started",
      "primary-has-been-started",
    ]);
  });

  test("a primary for each adapter that has none", () => {
    const controller = control(bind("scaler", { ...elastic, primary: "when-missing" }));
    const groups = { one: groupOf([], { maximum: 1 }), two: groupOf([], { maximum: 1 }) };
    for (const time of [0, 2]) expect(controller.step(observe({ ...work, time, groups })).actions).toHaveLength(2);
  });

  test("the primary is never shut down; the others are", () => {
    const groups = {
      one: groupOf([reported("g1", ["w1"])], { maximum: 1 }),
      two: groupOf([reported("g2", ["w2"])], { maximum: 4 }),
    };
    const { record } = control(bind("scaler", elastic)).step(observe({ workers: workersOf({}, "w1", "w2"), groups }));
    expect(record.decisions.map(({ because }) => because.at(-1)?.code)).toEqual(["primary-stays", "least-queued"]);
  });

  test("everybody else is elastic, also with a maximum of 0, and waits for no primary", () => {
    expect(decide(elastic, { ...work, groups: adapter([]) }).action).toMatchObject({ desired: 1 });
    expect(decide(elastic, { ...work, groups: adapter([], { maximum: 0 }) }).codes).toEqual([
      "no-workers",
      "at-maximum",
    ]);
  });
});

describe("capability", () => {
  test("starts what the first task of a set needs, one group for each set", () => {
    const queues = {
      large: { ...queueOf(1), needs: { gpu: 4 } },
      small: { ...queueOf(2), needs: { gpu: 1 } },
      none: { ...queueOf(0), needs: { tpu: 1 } },
      plain: queueOf(1),
    };
    const { action, because } = decide(capability, { queues, workers: {}, groups: adapter([]) });
    expect(action).toEqual({
      kind: "scale",
      group: "adapter",
      desired: 2,
      start: [{ offers: { gpu: 4 } }, { offers: {} }],
    });
    expect(because?.map(({ facts }) => facts)).toEqual([
      { needs: "{gpu}", tasks: 3, workers: 0 },
      { needs: "{}", tasks: 1, workers: 0 },
    ]);
  });

  test("the adapter is asked for more than it may have, and gets what it may; or the starts are counted", () => {
    const queues = { ...gpuTasks(1), ...plainTasks(1) };
    const seen = { queues, workers: {}, groups: adapter([], { maximum: 1 }) };
    expect(decide(capability, seen)).toMatchObject({
      action: { desired: 1 },
      codes: ["no-capable-workers", "no-capable-workers", "clipped-to-maximum"],
    });
    expect(decide({ ...capability, countStarts: true }, seen)).toMatchObject({
      action: { desired: 1 },
      codes: ["no-capable-workers", "no-capable-workers", "at-maximum"],
    });
  });

  test("every adapter is asked, whatever it offers; or only one that can", () => {
    const groups = { cpu: groupOf([], { offers: { cpu: true } }), gpu: groupOf([], { offers: { gpu: 1 } }) };
    const seen = observe({ queues: gpuTasks(1), workers: {}, groups });
    const asked = (parameters: Json) =>
      control(bind("scaler", parameters))
        .step(seen)
        .actions.map((action) => {
          return action.kind === "scale" && action.group;
        });
    expect(asked(capability)).toEqual(["cpu", "gpu"]);
    expect(asked({ ...capability, unableAdapters: "left-out" })).toEqual(["gpu"]);
  });

  test("a group that is still starting keeps others from being started only until somebody is connected", () => {
    const starting = reported("g2", ["w2"], { gpu: true }, "warming");
    const groups = adapter([starting]);
    expect(decide(capability, { queues: gpuTasks(99), workers: {}, groups }).codes).toEqual([
      "capable-group-starting",
      "no-capable-worker-connected",
    ]);
    const one = { queues: gpuTasks(6), workers: workersOf({ gpu: true }, "w1"), groups };
    expect(decide(capability, one).action).toMatchObject({ desired: 2 });
    expect(decide({ ...capability, bootingWorkers: "counted" }, one).action).toBeNull();
  });

  test("the last group that can do the work stays, and one whose end would start another", () => {
    const gpus = (...ids: string[]) => workersOf({ gpu: true }, ...ids);
    const three = ["w1", "w2", "w3"];
    const alone = {
      queues: gpuTasks(1),
      workers: gpus(...three),
      groups: adapter([reported("g1", three, { gpu: true })]),
    };
    expect(decide(capability, alone).codes?.at(-1)).toBe("last-capable-group");
    const many = Array.from({ length: 12 }, (_, index) => `w${index}`);
    const thrashing = {
      queues: gpuTasks(6),
      workers: gpus("static", ...many),
      groups: adapter([reported("g1", many, { gpu: true })]),
    };
    expect(decide(capability, thrashing).codes?.at(-1)).toBe("would-restart");
    const ghost = { ...alone, groups: adapter([reported("g1", [...three, "ghost"], { gpu: true })]) };
    expect(decide(capability, ghost).action).toMatchObject({ release: ["g1"] });
    expect(decide({ ...capability, groupSize: "connected" }, ghost).codes?.at(-1)).toBe("last-capable-group");
  });

  test("a group that lists nobody is taken for its share of those that nobody has listed", () => {
    const groups = adapter([reported("g1", []), reported("g2", [])]);
    const seen = { queues: plainTasks(1), workers: workersOf({}, "w1", "w2", "w3"), groups };
    const size = { ...capability, groupSize: "connected" };
    expect(decide(size, seen).action).toMatchObject({ release: ["g1"] });
    expect(decide(size, { ...seen, groups: adapter([reported("g1", [])]) }).codes?.at(-1)).toBe("last-capable-group");
  });

  test("a full adapter gives up a group that is idle, so that the one that is called for gets its place", () => {
    const full = {
      queues: gpuTasks(1),
      workers: workersOf({}, "w1"),
      groups: adapter([reported("g1", ["w1"])], { maximum: 1 }),
    };
    expect(decide(capability, full).action).toMatchObject({ desired: 0, release: ["g1"] });
    expect(decide({ ...capability, stopWhenFull: false }, full)).toMatchObject({
      action: null,
      codes: ["no-capable-workers", "at-maximum"],
    });
  });

  test("tasks that need nothing keep a GPU group, and GPU workers count for plain ones; or each kind is by itself", () => {
    const workers = { ...workersOf({ gpu: true }, "g"), ...workersOf({}, "c") };
    const groups = adapter([reported("gpus", ["g"], { gpu: true }), reported("plains", ["c"])]);
    const plain = { queues: plainTasks(3), workers, groups };
    expect(decide(capability, plain).action).toBeNull();
    expect(decide({ ...capability, stopDemand: "closest" }, plain).action).toMatchObject({ release: ["gpus"] });
    const few = { ...plain, queues: plainTasks(1), workers: { ...workers, ...workersOf({ gpu: true }, "h", "i") } };
    // A plain task for four workers who can do it; or for the one of its kind.
    expect(decide({ ...capability, stopDemand: "any-capable" }, few).action).toMatchObject({
      release: ["gpus", "plains"],
    });
    expect(decide({ ...capability, stopDemand: "closest" }, few).action).toMatchObject({ release: ["gpus"] });
    const unshared = { ...plain, workers: workersOf({ gpu: true }, "g") };
    expect(decide({ ...capability, stopDemand: "closest" }, unshared).action).toBeNull();
  });

  test("what an adapter forgets to report: its groups start and end in turns, or are taken for what it offers", () => {
    const offers = { gpu: 1 };
    const seen = (workers: Record<string, Worker>, ...replicas: Replica[]) => {
      return { queues: gpuTasks(16), workers, groups: adapter(replicas, { offers }) };
    };
    const silent = reported("g1", []);
    const five = workersOf({ gpu: true }, "w1", "w2", "w3", "w4", "w5");
    expect(decide(capability, seen({}, silent)).action).toMatchObject({ desired: 2 });
    expect(decide(capability, seen(five, silent)).action).toMatchObject({ desired: 0, release: ["g1"] });
    const corrected = { ...capability, emptyReport: "adapter-offers" };
    expect(decide(corrected, seen({}, silent)).action).toBeNull();
    expect(decide(corrected, seen(five, silent)).action).toBeNull();
  });

  test("the last group can be kept, when several kinds are idle too", () => {
    const groups = adapter([reported("g", ["w1"], { gpu: true }), reported("t", ["w2"], { tpu: true })]);
    const workers = { ...workersOf({ gpu: true }, "w1"), ...workersOf({ tpu: true }, "w2") };
    expect(decide(capability, { workers, groups }).action).toMatchObject({ desired: 0, release: ["g", "t"] });
    expect(decide({ ...capability, keepLastGroup: true }, { workers, groups })).toMatchObject({
      action: { desired: 1, release: ["g"] },
      codes: ["ratio-below-lower", "least-queued", "ratio-below-lower", "last-group-kept"],
    });
  });

  test("with nothing to do and nobody to end it says so", () => {
    expect(decide(capability, { workers: {}, groups: adapter([]) }).codes).toEqual(["no-tasks-no-groups"]);
  });
});

test("with no, nothing is ever done", () => {
  const seen = { queues: plainTasks(100), workers: {}, groups: adapter([]) };
  expect(decide({}, seen)).toMatchObject({ action: null, codes: ["scaling-is-no"] });
});

test.each([
  [{ policyContent: "" }, "SimplePolicy only supports allocate and scaling, got dict_keys([]); write for example"],
  [{ policyContent: "scaling=no" }, "SimplePolicy only supports allocate and scaling, got dict_keys(['scaling'])"],
  [{ policyContent: "Allocate=even_load; scaling=no" }, "got dict_keys(['Allocate', 'scaling'])"],
  [{ policyContent: "allocate=; scaling=no" }, "'' is not a valid AllocatePolicyStrategy"],
  [{ policyContent: "allocate=x; scaling=y" }, "'x' is not a valid AllocatePolicyStrategy"],
  [{ policyContent: "allocate=even_load; scaling=it's" }, '"it\'s" is not a valid ScalingControllerStrategy'],
  [
    { policyContent: "allocate=even_load; scaling=vanila" },
    '"policyContent" is "allocate=even_load; scaling=vanila", \'vanila\' is not a valid ScalingControllerStrategy; did you mean "vanilla"?',
  ],
  [{ policyContent: "nonsense", policyEngineType: "advance" }, '"policyEngineType" is "advance", Unknown policy type'],
  [{ ...vanilla, lowerTaskRatio: 10 }, '"lowerTaskRatio" is 10, expected less than "upperTaskRatio", which is 10'],
  [
    { ...capability, upperTaskRatio: 0.5 },
    '"upperTaskRatio" is 0.5, expected more than "lowerTaskRatio", which is 0.5',
  ],
  [
    { ...vanilla, upperTaskRatio: 2, lowerTaskRatio: 3 },
    '"lowerTaskRatio" is 3, expected less than "upperTaskRatio", which is 2',
  ],
  [{ ...vanilla, lowerTaskRatio: -1 }, '"lowerTaskRatio" is -1, expected at least 0'],
  [{ policycontent: "x" }, 'has no parameter "policycontent"; did you mean "policyContent"?'],
])("%j is refused", (parameters, message) => {
  expect(() => bind("scaler", parameters)).toThrow(message);
});

test("the examples of the laws come upon every reason there is", () => {
  const entry = catalogue.find(({ name }) => name === "scaler");
  const codes = new Set<string>();
  const presets = Object.keys(entry?.presets ?? {}).map((preset) => ({ preset }));
  const sample = fc.sample(observations, { numRuns: 300, seed: 7 });
  for (const parameters of [{}, ...presets, ...(entry?.examples ?? [])]) {
    for (const seen of sample) {
      const policy = bind("scaler", parameters);
      let memory = policy.begin();
      for (const observation of seen) {
        const outcome = policy.decide(observation, memory);
        memory = outcome.memory;
        for (const { code } of outcome.decisions.flatMap(({ because }) => because)) codes.add(code);
      }
    }
  }
  expect([...codes].sort()).toEqual(Object.keys(entry?.reasons ?? {}).sort());
});
