import { describe, expect, test } from "vitest";
import { bind, type Decision, type Group, type Json, type Observation, type Replica } from "../../policies/index.ts";
import { gibibyte, gpuOf, groupOf, idle, nodeOf, observe, queueOf } from "./observations.ts";

type Parameters = { readonly [key: string]: Json };

/** Samplers alone, on a node with two free GPUs, unless said otherwise. */
function samplers(
  waiting: number | undefined,
  replicas: readonly Replica[],
  said: Partial<Observation> = {},
): Observation {
  return observe({
    queues: { sampler_queue: waiting === undefined ? {} : queueOf(waiting) },
    groups: { sampler: groupOf(replicas) },
    nodes: { node: nodeOf() },
    devices: { "node/gpu0": gpuOf(0, 39), "node/gpu1": gpuOf(1, 38) },
    ...said,
  });
}

function evaluators(
  waiting: number | undefined,
  replicas: readonly Replica[],
  said: Partial<Observation> = {},
): Observation {
  return observe({
    queues: { evaluator_queue: waiting === undefined ? {} : queueOf(waiting) },
    groups: { evaluator: groupOf(replicas) },
    nodes: { node: nodeOf() },
    ...said,
  });
}

/** The decisions of checks in a row, on the role that the first of them shows. */
function checks(parameters: Parameters, ...seen: readonly Observation[]): (Decision | undefined)[] {
  const other = "sampler" in (seen[0]?.groups ?? {}) ? { evaluator: null } : { sampler: null };
  const policy = bind("distributed-funsearch", { ...other, ...parameters });
  let memory = policy.begin();
  return seen.map((observation) => {
    const outcome = policy.decide(observation, memory);
    memory = outcome.memory;
    return outcome.decisions[0];
  });
}

/** What one check asks for, and the code of the reason that had the last word. */
function check(observation: Observation, parameters: Parameters = {}): readonly [unknown, string | undefined] {
  return brief(checks(parameters, observation)[0]);
}

function brief(decision: Decision | undefined): readonly [unknown, string | undefined] {
  const action = decision?.action;
  const code = decision?.because.at(-1)?.code;
  if (action?.kind !== "scale") return [null, code];
  const { desired, start, release } = action;
  return [
    { desired, ...(start ? { start: start.map(({ place }) => place) } : {}), ...(release ? { release } : {}) },
    code,
  ];
}

describe("as documented, samplers", () => {
  test("one is started on the GPU with the most free memory when more than 50 messages wait", () => {
    expect(check(samplers(51, idle(1)))).toEqual([{ desired: 2, start: ["node/gpu0"] }, "device-fits"]);
    expect(check(samplers(50, idle(1)))).toEqual([null, "backlog-below-threshold"]);
  });

  test("none is started from the maximum on", () => {
    expect(check(samplers(51, idle(2)), { sampler: { maximum: 2 } })).toEqual([null, "at-maximum"]);
  });

  test("a GPU needs 20 GiB of free memory and a utilization below 50 %", () => {
    const only = (freeGiB: number, utilization: number) => ({ devices: { gpu: gpuOf(0, freeGiB, utilization) } });
    expect(check(samplers(51, idle(1), only(20, 0.49)))[0]).not.toBeNull();
    expect(check(samplers(51, idle(1), only(19.9, 0)))).toEqual([null, "no-device-fits"]);
    expect(check(samplers(51, idle(1), only(79, 0.5)))).toEqual([null, "no-device-fits"]);
  });

  test("of GPUs with equal free memory the less used one is taken, then the first", () => {
    const two = (first: number, second: number) => ({ devices: { b: gpuOf(1, 40, second), a: gpuOf(0, 40, first) } });
    expect(check(samplers(51, idle(1), two(0.2, 0.1)))[0]).toEqual({ desired: 2, start: ["b"] });
    expect(check(samplers(51, idle(1), two(0.1, 0.1)))[0]).toEqual({ desired: 2, start: ["a"] });
  });

  test("a GPU that has a sampler, or is promised to one, is not taken", () => {
    const warming: Replica = { id: "w", phase: "warming", devices: ["node/gpu0"] };
    expect(check(samplers(51, [warming]))[0]).toEqual({ desired: 2, start: ["node/gpu1"] });
  });

  test("a GPU that cannot be read is left out", () => {
    const devices = { a: { node: "node", index: 0 }, b: gpuOf(1, 30) };
    expect(check(samplers(51, idle(1), { devices }))[0]).toEqual({ desired: 2, start: ["b"] });
  });

  test("the node needs 30 GiB of free memory, and it must be known", () => {
    const withMemory = (memory: object) => samplers(51, idle(1), { nodes: { node: { cores: 32, ...memory } } });
    expect(check(withMemory({ memoryFree: 30 * gibibyte }))[0]).not.toBeNull();
    expect(check(withMemory({ memoryFree: 29.9 * gibibyte }))).toEqual([null, "memory-low"]);
    expect(check(withMemory({}))).toEqual([null, "memory-unknown"]);
    expect(check(withMemory({}), { minimumFreeMemory: null })[0]).not.toBeNull();
  });

  test("a GPU on a node with memory to spare is taken, though another has more", () => {
    const nodes = { full: nodeOf({ memoryFree: gibibyte }), free: nodeOf() };
    const devices = { "full/gpu0": gpuOf(0, 79, 0, "full"), "free/gpu0": gpuOf(0, 40, 0, "free") };
    expect(check(samplers(51, idle(1), { nodes, devices }))[0]).toEqual({ desired: 2, start: ["free/gpu0"] });
  });

  test("one is released when the queue is empty, down to the minimum", () => {
    expect(check(samplers(0, idle(2)))[0]).toEqual({ desired: 1, release: ["a"] });
    expect(check(samplers(0, idle(1)))).toEqual([null, "at-minimum"]);
    expect(check(samplers(0, idle(3)), { sampler: { minimum: 3 } })).toEqual([null, "at-minimum"]);
    expect(check(samplers(1, idle(2)))).toEqual([null, "backlog-below-threshold"]);
  });
});

describe("as documented, idle ones leave first", () => {
  const at = (id: string, said: Partial<Replica>): Replica => ({ id, phase: "ready", ...said });
  const released = (...replicas: readonly Replica[]) => check(samplers(0, replicas));

  test("never a busy one while another idles", () => {
    expect(released(at("busy", { inService: 1 }), at("idle", { inService: 0 }))).toEqual([
      { desired: 1, release: ["idle"] },
      "releases-idle",
    ]);
  });

  test("one at work goes when nobody idles, and the reason says so", () => {
    const [action, code] = released(at("a", { inService: 2 }), at("b", { inService: 1 }));
    expect([action, code]).toEqual([{ desired: 1, release: ["b"] }, "releases-busy"]);
  });

  test("who fails its health check before who idles, idle before starting, starting before unknown", () => {
    const rest = [
      at("unknown", {}),
      at("warming", { phase: "warming" }),
      at("pending", { phase: "pending" }),
      at("idle", { inService: 0 }),
      at("unhealthy", { phase: "unhealthy" }),
    ];
    const order: unknown[] = [];
    while (rest.length > 1) {
      const [action] = released(...rest);
      const [id] = (action as { release: string[] }).release;
      order.push(id);
      rest.splice(
        rest.findIndex((replica) => replica.id === id),
        1,
      );
    }
    expect(order).toEqual(["unhealthy", "idle", "pending", "warming"]);
  });

  test("who drains or has failed is not released again", () => {
    const replicas = [at("gone", { phase: "draining" }), at("dead", { phase: "failed" }), ...idle(2)];
    const group: Group = groupOf(replicas, { desired: 2 });
    expect(check(samplers(0, [], { groups: { sampler: group } }))[0]).toEqual({ desired: 1, release: ["a"] });
    const leaving = groupOf([at("gone", { phase: "draining" })], { desired: 2 });
    expect(check(samplers(0, [], { groups: { sampler: leaving } }))).toEqual([null, "none-to-release"]);
  });
});

describe("as documented, evaluators", () => {
  test("one is started when more than 10 messages wait; a single node is not named", () => {
    expect(check(evaluators(11, idle(1)))).toEqual([{ desired: 2 }, "cpu-allows"]);
    expect(check(evaluators(10, idle(1)))).toEqual([null, "backlog-below-threshold"]);
  });

  test("CPU and load must both be below 0.99, and known", () => {
    const on = (said: object) => check(evaluators(11, idle(1), { nodes: { node: nodeOf(said) } }));
    expect(on({ cpuUtilization: 0.989, loadPerCore: 0.989 })[0]).not.toBeNull();
    expect(on({ cpuUtilization: 0.99 })).toEqual([null, "cpu-busy"]);
    expect(on({ loadPerCore: 0.99 })).toEqual([null, "load-high"]);
    const blind = { nodes: { node: { cores: 32, cpuUtilization: 0.1 } } };
    expect(check(evaluators(11, idle(1), blind))).toEqual([null, "cpu-unknown"]);
    expect(check(evaluators(11, idle(1), blind), { maximumLoadPerCore: null })[0]).not.toBeNull();
  });

  test("of several nodes the least loaded with room is named", () => {
    const nodes = {
      a: nodeOf({ loadPerCore: 0.5 }),
      b: nodeOf({ loadPerCore: 0.2 }),
      c: nodeOf({ loadPerCore: 0, cpuUtilization: 1 }),
    };
    expect(check(evaluators(11, idle(1), { nodes }))[0]).toEqual({ desired: 2, start: ["b"] });
  });

  test("where no node is listed, none can be overloaded", () => {
    expect(check(evaluators(11, idle(1), { nodes: {} }))[0]).toEqual({ desired: 2 });
  });

  test("both roles may act in one check, the evaluators first", () => {
    const both = samplers(51, idle(1), {
      queues: { sampler_queue: queueOf(51), evaluator_queue: queueOf(11) },
      groups: { sampler: groupOf(idle(1)), evaluator: groupOf(idle(1)) },
    });
    const policy = bind("distributed-funsearch");
    expect(
      policy.decide(both, policy.begin()).decisions.map(({ subject, action }) => [subject, action !== null]),
    ).toEqual([
      ["evaluator", true],
      ["sampler", true],
    ]);
  });
});

describe("switches and their quirks", () => {
  test("a failed read holds, or counts as an empty queue", () => {
    expect(check(samplers(undefined, idle(2)))).toEqual([null, "queue-unknown"]);
    expect(check(samplers(undefined, idle(2)), { failedRead: "zero" })[0]).toEqual({ desired: 1, release: ["a"] });
    const [decision] = checks({ failedRead: "zero" }, samplers(undefined, idle(2)));
    expect(decision?.because[0].code).toBe("queue-unknown-counts-as-empty");
  });

  test("the oldest leaves, whatever it does", () => {
    const replicas: Replica[] = [{ id: "busy", phase: "ready", inService: 1 }, ...idle(1)];
    expect(check(samplers(0, replicas), { release: "oldest" })).toEqual([
      { desired: 1, release: ["busy"] },
      "releases-oldest",
    ]);
  });

  test("failed replicas take no place, or take one and leave as the oldest", () => {
    const replicas: Replica[] = [{ id: "dead", phase: "failed", devices: ["node/gpu0"] }, ...idle(1)];
    const two = { sampler: { maximum: 2 } };
    expect(check(samplers(51, replicas), two)[0]).toEqual({ desired: 3, start: ["node/gpu0"] });
    expect(check(samplers(51, replicas), { ...two, countFailed: true })).toEqual([null, "at-maximum"]);
    expect(check(samplers(51, replicas), { countFailed: true })[0]).toEqual({ desired: 3, start: ["node/gpu1"] });
    expect(check(samplers(0, replicas))).toEqual([null, "at-minimum"]);
    expect(check(samplers(0, replicas), { countFailed: true, release: "oldest" })[0]).toEqual({
      desired: 1,
      release: ["dead"],
    });
  });

  test("a failed replica that its owner has replaced is not taken off twice", () => {
    const group = groupOf([{ id: "dead", phase: "failed" }, ...idle(2)], { desired: 2 });
    expect(check(samplers(51, [], { groups: { sampler: group } }), { sampler: { maximum: 2 } })).toEqual([
      null,
      "at-maximum",
    ]);
  });

  test("a start that was refused is asked for again: what counts is what the owner works towards", () => {
    const refused = samplers(51, idle(1), { groups: { sampler: groupOf(idle(1), { desired: 1 }) } });
    expect(checks({}, refused, refused).map((decision) => brief(decision)[0])).toEqual([
      { desired: 2, start: ["node/gpu0"] },
      { desired: 2, start: ["node/gpu0"] },
    ]);
  });

  test("a sampler that was there at the first check can get a second one on its GPU; a later one cannot", () => {
    const known = { gpu: { ownStartsOnly: true } };
    const first: Replica = { id: "first", phase: "ready", devices: ["node/gpu0"] };
    const own: Replica = { id: "own", phase: "warming", devices: ["node/gpu0"] };
    const seen = checks(known, samplers(51, [first]), samplers(51, [first, own]));
    expect(seen.map((decision) => brief(decision)[0])).toEqual([
      { desired: 2, start: ["node/gpu0"] },
      { desired: 3, start: ["node/gpu1"] },
    ]);
  });

  test("a GPU that cannot be read blocks every start, unless a known sampler has it", () => {
    const block = { gpu: { unreadable: "block" } };
    const devices = { bad: { node: "node", index: 0 }, good: gpuOf(1, 39) };
    expect(check(samplers(51, idle(1), { devices }), block)).toEqual([null, "devices-unreadable"]);
    const holder: Replica = { id: "h", phase: "ready", devices: ["bad"] };
    expect(check(samplers(51, [holder], { devices }), block)[0]).toEqual({ desired: 2, start: ["good"] });
  });

  test("only visible GPUs are taken; one that is not there is left out, or blocks", () => {
    const visible = (...visibleDevices: (number | string)[]) => ({ gpu: { visibleDevices } });
    expect(check(samplers(51, idle(1)), visible(1))[0]).toEqual({ desired: 2, start: ["node/gpu1"] });
    expect(check(samplers(51, idle(1)), visible("GPU-8f2a", 1))[0]).toEqual({ desired: 2, start: ["node/gpu1"] });
    const block = { gpu: { visibleDevices: ["GPU-8f2a", 1], unreadable: "block" } };
    expect(check(samplers(51, idle(1)), block)).toEqual([null, "devices-unreadable"]);
  });

  test("CPU-only samplers are gated by CPU and memory, and started without a GPU", () => {
    expect(check(samplers(51, idle(1), { devices: {} }), { cpuOnly: true })[0]).toEqual({ desired: 2 });
    const busy = { nodes: { node: nodeOf({ cpuUtilization: 0.99 }) } };
    expect(check(samplers(51, idle(1), busy), { cpuOnly: true })).toEqual([null, "cpu-busy"]);
    const low = { nodes: { node: nodeOf({ memoryFree: gibibyte }) } };
    expect(check(samplers(51, idle(1), low), { cpuOnly: true })).toEqual([null, "memory-low"]);
  });

  test("unacknowledged messages count, or do not", () => {
    const busy = samplers(0, idle(2), { queues: { sampler_queue: queueOf(0, 30) } });
    expect(check(busy)[0]).toEqual({ desired: 1, release: ["a"] });
    expect(check(busy, { count: "ready-and-unacknowledged" })).toEqual([null, "backlog-below-threshold"]);
    const half = samplers(0, idle(2), { queues: { sampler_queue: { waiting: 0 } } });
    expect(check(half, { count: "ready-and-unacknowledged" })).toEqual([null, "queue-unknown"]);
  });

  test("so many empty readings in a row are needed; one that is not empty begins anew, one that failed does not", () => {
    const seen = [0, 3, 0, undefined, 0, 0].map((waiting) => samplers(waiting, idle(3)));
    expect(checks({ idleChecks: 2 }, ...seen).map((decision) => brief(decision)[1])).toEqual([
      "queue-empty-not-long-enough",
      "backlog-below-threshold",
      "queue-empty-not-long-enough",
      "queue-unknown",
      "releases-idle",
      "queue-empty-not-long-enough",
    ]);
  });

  test("more than one step a check, as far as limits and GPUs allow", () => {
    expect(check(samplers(51, idle(1)), { step: 5 })[0]).toEqual({ desired: 3, start: ["node/gpu0", "node/gpu1"] });
    expect(check(samplers(51, idle(1)), { step: 5, sampler: { maximum: 2 } })[0]).toEqual({
      desired: 2,
      start: ["node/gpu0"],
    });
    expect(check(evaluators(11, idle(1)), { step: 3 })[0]).toEqual({ desired: 4 });
    expect(check(samplers(0, idle(3)), { step: 5 })[0]).toEqual({ desired: 1, release: ["a", "b"] });
  });

  test("a role can be off by null or by a maximum of 0, and all scaling by one switch", () => {
    const off = bind("distributed-funsearch", { sampler: null, evaluator: null });
    expect(off.decide(samplers(51, idle(2)), off.begin()).decisions).toEqual([]);
    expect(check(samplers(0, idle(2)), { sampler: { maximum: 0 } })).toEqual([null, "role-off"]);
    expect(check(samplers(0, idle(2)), { enabled: false })).toEqual([null, "scaling-off"]);
  });

  test("a group that takes no command now is told of, and nothing else", () => {
    expect(check(samplers(51, [], { groups: {} }), { sampler: {} })).toEqual([null, "group-not-listed"]);
  });

  test("groups and queues may have other names", () => {
    const named = observe({ queues: { prompts: queueOf(11) }, groups: { judges: groupOf(idle(1)) } });
    const parameters = { sampler: null, evaluator: { group: "judges", queue: "prompts" } };
    const policy = bind("distributed-funsearch", parameters);
    expect(policy.decide(named, policy.begin()).decisions[0]?.action).toEqual({
      kind: "scale",
      group: "judges",
      desired: 2,
    });
  });
});

describe("the later rewrites", () => {
  const on = (id: string, device: string, said: Partial<Replica> = {}): Replica => ({
    id,
    phase: "ready",
    devices: [device],
    ...said,
  });
  const used = (first: number, second: number) => ({
    devices: { "node/gpu0": gpuOf(0, 8, first), "node/gpu1": gpuOf(1, 8, second) },
  });
  const least = { release: "least-used-gpu" };

  test("the sampler on the least used GPU leaves; where no GPU can be read, the oldest", () => {
    const two = [on("a", "node/gpu0"), on("b", "node/gpu1")];
    expect(check(samplers(0, two, used(0.9, 0.4)), least)).toEqual([
      { desired: 1, release: ["b"] },
      "releases-least-used-gpu",
    ]);
    expect(check(samplers(0, two, { devices: {} }), least)).toEqual([
      { desired: 1, release: ["a"] },
      "releases-oldest",
    ]);
    expect(check(evaluators(0, idle(2)), least)).toEqual([{ desired: 1, release: ["a"] }, "releases-oldest"]);
  });

  test("one on a busy GPU is kept, and the count of empty readings with it", () => {
    const two = samplers(0, [on("a", "node/gpu0"), on("b", "node/gpu1")], used(0.97, 0.91));
    const decisions = checks({ ...least, keepBusyGpu: 0.8, idleChecks: 2 }, two, two, { ...two, ...used(0.97, 0.8) });
    expect(decisions.map((decision) => brief(decision)[1])).toEqual([
      "queue-empty-not-long-enough",
      "device-busy",
      "releases-least-used-gpu",
    ]);
  });

  test("one that has not lived long enough is kept; an unknown start protects nobody", () => {
    const parameters = { sampler: { minimumLifetime: 60 }, release: "oldest" };
    const aged = (...started: (number | undefined)[]) =>
      samplers(
        0,
        started.map((when, index) => ({
          ...on(`r${index}`, "node/gpu0"),
          ...(when === undefined ? {} : { started: when }),
        })),
        { time: 100 },
      );
    expect(check(aged(41, 40), parameters)[0]).toEqual({ desired: 1, release: ["r1"] });
    expect(check(aged(41, 50), parameters)).toEqual([null, "all-too-young"]);
    expect(check(aged(41, undefined), parameters)[0]).toEqual({ desired: 1, release: ["r1"] });
  });

  test("a sampler that is old enough leaves when its GPU idles while work waits", () => {
    const old = (waiting: number, utilization: number) =>
      samplers(waiting, [on("s", "node/gpu0", { started: 0 })], { time: 600, ...used(utilization, 0.9) });
    expect(check(old(3, 0.1), { stuckAfter: 600 })).toEqual([{ desired: 0, release: ["s"] }, "sampler-stuck"]);
    expect(check(old(3, 0.6), { stuckAfter: 600 })[0]).toBeNull();
    expect(check(old(0, 0.1), { stuckAfter: 600 })[0]).toBeNull();
    expect(check(old(3, 0.1), { stuckAfter: 601 })[0]).toBeNull();
  });

  test("lost consumers are replaced at the second check without one, whatever the maximum", () => {
    const consumed = (time: number, consumers: number) =>
      samplers(3, idle(1), { time, queues: { sampler_queue: { waiting: 3, inService: 0, consumers } } });
    const parameters = { replaceLost: {}, sampler: { maximum: 1 } };
    const codes = (...seen: Observation[]) => checks(parameters, ...seen).map((decision) => decision?.because[0].code);
    expect(codes(consumed(0, 1), consumed(60, 0), consumed(120, 0))).toEqual([
      "backlog-below-threshold",
      "backlog-below-threshold",
      "consumers-lost",
    ]);
    expect(codes(consumed(0, 1), consumed(121, 0)).at(-1)).toBe("consumers-lost");
    expect(codes(consumed(0, 0), consumed(121, 0)).at(-1)).toBe("backlog-below-threshold");
  });
});

describe("initial counts", () => {
  const initial = { initial: { samplers: 3, evaluators: 2 } };
  const empty = samplers(0, [], { groups: { sampler: groupOf([]), evaluator: groupOf([]) } });

  test("samplers get a GPU each as far as there are any, evaluators all start", () => {
    const policy = bind("distributed-funsearch", initial);
    const { decisions } = policy.decide(empty, policy.begin());
    expect(decisions.map((decision) => [decision.subject, ...brief(decision)])).toEqual([
      ["sampler", { desired: 2, start: ["node/gpu0", "node/gpu1"] }, "initial-placement"],
      ["evaluator", { desired: 2 }, "initial-placement"],
    ]);
  });

  test("are asked for once, and what is there already is not started again", () => {
    const seen = checks({ ...initial, evaluator: null }, samplers(1, idle(3)), samplers(1, []));
    expect(seen.map(brief)).toEqual([
      [null, "initial-count-reached"],
      [null, "backlog-below-threshold"],
    ]);
  });

  test("have GPU limits of their own", () => {
    const small = { devices: { gpu: gpuOf(0, 21) } };
    const parameters = { preset: "as-published", initial: { samplers: 1 } };
    expect(check(samplers(0, [], small), parameters)[0]).toEqual({ desired: 1, start: ["gpu"] });
    const blocked = { initial: { samplers: 1, minimumFreeGpuMemory: 22 * gibibyte } };
    expect(check(samplers(0, [], small), blocked)).toEqual([null, "no-device-fits"]);
  });
});
