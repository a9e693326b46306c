import { expect, test } from "vitest";
import type { Sensors } from "../../scenarios/scenario.ts";
import { nodeOf, observed, scenarioOf, scripted, tasksAt } from "./scenario-of.ts";

const still = { period: 0, lag: 0, window: 0 };
const sensors = (change: Partial<Sensors>): Sensors => ({
  queues: still,
  groups: still,
  nodes: still,
  devices: still,
  ...change,
});
// One replica, busy from 1 to 101 with the first of three tasks.
const workload = [tasksAt([1, 12, 14], 100)];

test("without period and lag the policy sees the plant as it is", () => {
  const { observations } = observed(scenarioOf({ horizon: 30, workload }));
  expect(observations.map(({ time, queues }) => [time, queues.work?.waiting, queues.work?.inService])).toEqual([
    [0, 0, 0],
    [10, 0, 1],
    [20, 2, 1],
    [30, 2, 1],
  ]);
  expect(observations[2]?.queues.work).toEqual({
    waiting: 2,
    inService: 1,
    oldestWait: 8,
    arrivalRate: 0.2,
    deliveryRate: 0,
    consumers: 1,
  });
});

test("a lag shows the past, and nothing before there is one", () => {
  const scenario = scenarioOf({ horizon: 30, workload, sensors: sensors({ queues: { ...still, lag: 10 } }) });
  const { observations } = observed(scenario);
  expect(observations.map(({ queues }) => queues.work?.waiting)).toEqual([undefined, 0, 0, 2]);
  expect(observations[0]?.queues).toEqual({ work: {} });
});

test("a sensor with its own period shows its last reading", () => {
  const scenario = scenarioOf({ horizon: 30, workload, sensors: sensors({ queues: { ...still, period: 13 } }) });
  expect(observed(scenario).observations.map(({ queues }) => queues.work?.waiting)).toEqual([0, 0, 1, 2]);
});

test("utilization over a window is an average, without one the state of the moment", () => {
  const plant = {
    horizon: 30,
    nodes: [nodeOf({ cores: 2, gpus: [{ memory: 40 }] })],
    group: { needs: { cores: 1, warmUpCores: 0, memory: 0, gpus: 1, gpuMemory: 1, gpuUtilization: 0.8 } },
    workload: [tasksAt([5], 10)],
  };
  const cpu = (given: Partial<Sensors>) =>
    observed(scenarioOf({ ...plant, sensors: sensors(given) })).observations.map(
      ({ nodes }) => nodes.node?.cpuUtilization,
    );
  expect(cpu({})).toEqual([0, 0.5, 0, 0]);
  expect(cpu({ nodes: { ...still, window: 10 } })).toEqual([0, 0.25, 0.25, 0]);
  expect(cpu({ nodes: { ...still, window: 4 } })).toEqual([0, 0.5, 0, 0]);
  const gpu = observed(scenarioOf({ ...plant, sensors: sensors({ devices: { ...still, window: 8 } }) })).observations;
  expect(gpu[1]?.devices["node/gpu0"]?.utilization).toBeCloseTo((0.8 * 5) / 8, 12);
});

test("a replica just started is listed at once, with its place; what must be measured of it comes later", () => {
  const scenario = scenarioOf({
    horizon: 30,
    nodes: [nodeOf()],
    sensors: sensors({ groups: { ...still, lag: 15 } }),
  });
  const { observations } = observed(
    scenario,
    scripted(() => ({ worker: 2 })),
  );
  const second = observations.map(({ groups }) => groups.worker?.replicas[1]);
  expect(second.slice(0, 2)).toEqual([
    undefined,
    { id: "worker-2", phase: "warming", since: 0, started: 0, node: "node", devices: [] },
  ]);
  expect(second[3]).toMatchObject({ phase: "ready", inService: 0 });
});

test("who writes into what it is shown finds nothing of it the next time, where readings are shown when they are taken", () => {
  const scenario = scenarioOf({
    horizon: 60,
    nodes: [nodeOf({ cores: 2, gpus: [{ memory: 40 }, { memory: 40 }] })],
    group: {
      maximum: 4,
      pricePerHour: 1,
      needs: { cores: 1, warmUpCores: 1, memory: 4, gpus: 1, gpuMemory: 10, gpuUtilization: 0.5 },
    },
    workload,
    sensors: sensors({ groups: { ...still, window: 15 } }),
  });
  const policy = scripted(({ time }) => ({ worker: 1 + Math.floor(time / 20) }));
  const seen: string[] = [];
  const scribbling = {
    ...policy,
    decide: (observation: Parameters<typeof policy.decide>[0]) => {
      const outcome = policy.decide(observation, null);
      seen.push(JSON.stringify(observation));
      scribble(observation);
      return outcome;
    },
  };
  const clean = observed(scenario, policy).observations;
  observed(scenario, scribbling);
  expect(seen).toEqual(clean.map((observation) => JSON.stringify(observation)));
});

/** Into every number but those that bound what may be asked, and what replicas reserve, which never changes and is one object. */
function scribble(table: object): void {
  for (const [name, value] of Object.entries(table)) {
    if (["minimum", "desired", "requests"].includes(name)) continue;
    if (typeof value === "number") Object.assign(table, { [name]: value + 1000 });
    else if (typeof value === "object") scribble(value);
  }
}

test("times are counted from the scenario's date", () => {
  const { observations } = observed(scenarioOf({ horizon: 10, start: 1_000_000, workload }));
  expect(observations.map(({ time }) => time)).toEqual([1_000_000, 1_000_010]);
  expect(observations[0]?.groups.worker?.replicas[0]?.started).toBe(1_000_000);
});

test("a policy that asks to be woken is stepped then, and at every regular check", () => {
  const policy = scripted(() => ({}));
  const waking = {
    ...policy,
    decide: (observation: Parameters<typeof policy.decide>[0]) => ({
      decisions: [],
      memory: null,
      ...(observation.time < 10 ? { wake: observation.time + 4 } : {}),
    }),
  };
  const { observations, measures } = observed(scenarioOf({ horizon: 30, start: 0, workload }), waking);
  expect(observations.map(({ time }) => time)).toEqual([0, 4, 8, 10, 20, 30]);
  expect(measures.decisions).toBe(6);
});

test("a window may be longer than the time between two readings", () => {
  // Ten tasks, one every 3 s from 1.
  const at = Array.from({ length: 10 }, (_, index) => 1 + 3 * index);
  const rates = (sensor: Partial<Sensors["queues"]>) =>
    observed(
      scenarioOf({ horizon: 50, workload: [tasksAt(at, 1)], sensors: sensors({ queues: { ...still, ...sensor } }) }),
    ).observations.map(({ queues }) => queues.work?.arrivalRate);
  // From the start of the run while the window reaches before it, then the arrivals of (t − 25, t].
  const expected = [undefined, 4 / 10, 7 / 20, 8 / 25, 5 / 25, 1 / 25];
  expect(rates({ window: 25 })).toEqual(expected);
  expect(rates({ window: 25, period: 5 })).toEqual(expected);
  expect(rates({ window: 20 })).toEqual([undefined, 4 / 10, 7 / 20, 6 / 20, 3 / 20, 0]);
});

test("smoothing lets gauges follow with its time constant, and leaves counts of replicas alone", () => {
  const scenario = scenarioOf({
    horizon: 30,
    workload: [tasksAt([1, 1, 1, 1, 1], 100)],
    sensors: sensors({ queues: { ...still, smoothing: 10 }, groups: { ...still, smoothing: 10 } }),
  });
  const { observations } = observed(
    scenario,
    scripted(({ time }) => ({ worker: time < 20 ? 2 : 4 })),
  );
  const keep = Math.exp(-1);
  const waiting = observations.map(({ queues }) => queues.work?.waiting);
  expect(waiting[0]).toBe(0);
  expect(waiting[1]).toBeCloseTo(4 * (1 - keep), 12);
  expect(waiting[2]).toBeCloseTo(4 * (1 - keep ** 2), 12);
  expect(observations.map(({ queues }) => queues.work?.consumers)).toEqual([1, 1, 1, 2]);
  const first = observations.map(({ groups }) => groups.worker?.replicas[0]);
  expect(first.map((replica) => replica?.inService)).toEqual([0, 1, 1, 1]);
  expect(first[1]?.utilization).toBeCloseTo(1 - keep, 12);
});

test("a reading that was lost is absent, what it belongs to stays listed, and nothing becomes zero", () => {
  const lossy = { ...still, loss: 1 };
  const scenario = scenarioOf({
    horizon: 20,
    nodes: [nodeOf({ gpus: [{ memory: 40 }] })],
    group: { pricePerHour: 2 },
    workload,
    sensors: { queues: lossy, groups: lossy, nodes: lossy, devices: lossy },
  });
  const seen = observed(scenario).observations[1];
  expect(seen?.queues).toEqual({ work: {} });
  expect(seen?.nodes).toEqual({ node: { cores: 8 } });
  expect(seen?.devices).toEqual({ "node/gpu0": { node: "node", index: 0 } });
  expect(seen?.signals).toEqual({});
  expect(seen?.groups.worker).toMatchObject({ desired: 1, signals: { price: 2 } });
  expect(seen?.groups.worker?.replicas).toEqual([
    { id: "worker-1", phase: "ready", since: 0, started: 0, node: "node", devices: [] },
  ]);
});

test("each thing loses readings by chance of its own, as often as said, and the last one stands in until it is stale", () => {
  const horizon = 20_000;
  const one = (staleAfter: number | undefined, names: readonly string[]) =>
    observed(
      scenarioOf({
        horizon,
        queues: names.map((name) => ({ name, acknowledge: "after" })),
        sensors: sensors({ queues: { ...still, loss: 0.2, ...(staleAfter === undefined ? {} : { staleAfter }) } }),
      }),
    ).observations.map(({ queues }) => names.map((name) => queues[name]?.waiting !== undefined));
  const lost = one(undefined, ["work", "other"]);
  const share = (of: (readings: readonly boolean[]) => boolean) => lost.filter(of).length / lost.length;
  // Five standard deviations of 2001 readings.
  expect(Math.abs(share(([work]) => work === false) - 0.2)).toBeLessThan(0.045);
  expect(Math.abs(share(([work, other]) => !work && !other) - 0.04)).toBeLessThan(0.022);
  expect(one(undefined, ["work"]).map(([work]) => work)).toEqual(lost.map(([work]) => work));
  // A reading every 10 s is seen up to 20 s: only the third loss in a row shows.
  const seen = one(20, ["work"]).map(([work]) => work);
  const reads = lost.map(([work]) => work === true);
  expect(seen).toEqual(reads.map((_, index) => reads.slice(Math.max(0, index - 2), index + 1).includes(true)));
  expect(seen).toContain(false);
});

test("a reading older than it may be is not seen, also where none was lost", () => {
  const scenario = scenarioOf({
    horizon: 40,
    workload,
    sensors: sensors({ queues: { ...still, period: 25, staleAfter: 10 } }),
  });
  expect(observed(scenario).observations.map(({ queues }) => queues.work?.waiting)).toEqual([
    0,
    0,
    undefined,
    2,
    undefined,
  ]);
});

test("what is acknowledged before the work is in service at the replica, and not at the broker", () => {
  const seen = (acknowledge: "before" | "after") => {
    const scenario = scenarioOf({ horizon: 15, queues: [{ name: "work", acknowledge }], workload: [tasksAt([5], 20)] });
    const { queues, groups } = observed(scenario).observations[1] ?? {};
    return [queues?.work?.inService, groups?.worker?.replicas[0]?.inService];
  };
  expect([seen("before"), seen("after")]).toEqual([
    [0, 1],
    [1, 1],
  ]);
});
