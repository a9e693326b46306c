import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { ClassSpec, Failures } from "../../scenarios/scenario.ts";
import { experiment } from "../../sim/experiment.ts";
import { Simulation } from "../../sim/run.ts";
import { policy } from "./random/policy.ts";
import { pushed } from "./random/pushed.ts";
import { recordings } from "./random/recorded.ts";
import { observed, pulled, scenario } from "./random/scenario.ts";

/** Laws that hold for every run: random plants, workloads and policies. */

test.prop([scenario, policy])("no task appears or vanishes", (given, table) => {
  const { queues, tasks, groups } = observed(given, table).measures;
  const ofClasses = Object.values(queues).flatMap(({ classes = {} }) => Object.values(classes));
  for (const queue of [...Object.values(queues), ...ofClasses, tasks]) {
    expect(queue.arrived).toBe(queue.completed + queue.unfinished + queue.lost + (queue.expired ?? 0));
  }
  if (given.queues[0]?.acknowledge === "after") {
    const swallowed = Object.values(groups).reduce((sum, group) => sum + (group.swallowed ?? 0), 0);
    const holes = Object.values(groups).reduce((sum, group) => sum + (group.blackHoles ?? 0), 0);
    const purged = tasks.purged ?? 0;
    // A black hole that is ended with a batch in its hands loses that too.
    expect(tasks.lost).toBeGreaterThanOrEqual(swallowed + purged);
    expect(tasks.lost).toBeLessThanOrEqual(swallowed + purged + holes * 5);
  }
});

test.prop([scenario, policy])(
  "classes that differ in nothing change nothing but what is told of them",
  (given, table) => {
    const workload = given.workload.map(({ classes: _, ...one }) => one);
    // Those that expire at one instant do so, and come anew, in the order of their classes.
    const queues = given.queues.map(({ timeToLive: _, retry: __, ...queue }) => queue);
    const kinds: readonly ClassSpec[] = [
      { name: "first", share: 0.4 },
      { name: "second", share: 0.4, scale: 1 },
    ];
    const classified = workload.map((one) => ({ ...one, classes: kinds }));
    const plain = observed({ ...given, queues, workload }, table);
    const told = observed({ ...given, queues, workload: classified }, table);
    const { arrived, completed, lost, redelivered, unfinished, waitedAtAll, wait, sojourn } = plain.measures.tasks;
    expect(told.measures.tasks).toMatchObject({ arrived, completed, lost, redelivered, unfinished, waitedAtAll });
    expect(told.measures.tasks.wait?.p95 ?? 0).toBeCloseTo(wait?.p95 ?? 0, 6);
    expect(told.measures.tasks.sojourn?.max ?? 0).toBeCloseTo(sojourn?.max ?? 0, 6);
  },
);

test.prop([scenario, policy])("Little's law holds on the sample path", (given, table) => {
  const { queues, duration } = observed(given, table).measures;
  for (const queue of Object.values(queues)) {
    if (queue.sojourn === undefined || queue.lost > 0) continue;
    // Every task counts, finished or not, with the time it spent here: L · T is exactly the sum of the sojourns.
    const waiting = queue.meanWaiting + (queue.meanHeld ?? 0);
    const inSystem = (waiting + queue.meanInService) * duration;
    expect(inSystem).toBeCloseTo(queue.sojourn.mean * queue.arrived, 5);
    // Without redelivery nobody waits twice: L_q · T is the sum of the waits.
    if (queue.redelivered === 0) expect(waiting * duration).toBeCloseTo((queue.wait?.mean ?? 0) * queue.arrived, 5);
  }
});

test.prop([scenario, policy])("a replica is busy once, however much it serves", (given, table) => {
  for (const { meanReplicas: mean } of Object.values(observed(given, table).measures.groups)) {
    expect(mean.busy).toBeLessThanOrEqual(mean.ready + mean.draining + (mean.unhealthy ?? 0) + 1e-9);
  }
});

test.prop([pulled.chain(pushed), policy])("no task is pushed to a worker that lacks what it needs", (given, table) => {
  const demanding = given.workload.map((source) => ({ ...source, queue: "work" }));
  if (given.dispatcher?.allocate !== "capability" || given.queues[0]?.needs === undefined) return;
  const queues = given.queues.map(({ followUps, ...queue }) => queue);
  const { observations, measures } = observed({ ...given, queues, workload: demanding }, table);
  for (const { name, offers } of given.groups) {
    if (offers !== undefined) continue;
    expect(measures.groups[name]?.meanReplicas.busy).toBe(0);
    for (const { workers = {} } of observations) {
      for (const worker of Object.values(workers)) if (worker.offers === undefined) expect(worker.waiting ?? 0).toBe(0);
    }
  }
});

test.prop([pulled.chain(pushed), policy])(
  "a worker has no more than its queue takes, and none that it could begin",
  (given, table) => {
    const still = { period: 0, lag: 0, window: 0 };
    const exact = { ...given, sensors: { queues: still, groups: still, nodes: still, devices: still } };
    for (const { workers = {}, groups } of observed(exact, table).observations) {
      for (const replica of Object.values(groups).flatMap(({ replicas }) => replicas)) {
        for (const id of replica.workers ?? []) {
          const waiting = workers[id]?.waiting ?? 0;
          if (waiting > 0 && replica.inService !== undefined) expect(replica.inService).toBeGreaterThan(0);
          expect(waiting).toBeLessThan(given.dispatcher?.queueSize ?? 0);
        }
      }
    }
  },
);

test.prop([scenario, policy])(
  "memory and GPU memory are never over-committed, and every replica has its place",
  (given, table) => {
    const { measures, observations } = observed(given, table);
    for (const device of Object.values(measures.devices)) expect(device.maxMemory).toBeLessThanOrEqual(device.memory);
    for (const one of given.nodes) expect(measures.nodes[one.name]?.maxMemory).toBeLessThanOrEqual(one.memory);
    for (const { groups, devices: seen, nodes } of observations) {
      const held = new Map<string, number>();
      const hold = (key: string, amount: number) => held.set(key, (held.get(key) ?? 0) + amount);
      for (const { memoryFree = 0, memoryTotal = 0 } of [...Object.values(nodes), ...Object.values(seen)]) {
        expect(memoryFree).toBeGreaterThanOrEqual(0);
        expect(memoryFree).toBeLessThanOrEqual(memoryTotal);
      }
      for (const [name, { replicas }] of Object.entries(groups)) {
        const needs = given.groups.find((spec) => spec.name === name)?.needs;
        for (const { phase, devices = [], node = "" } of replicas) {
          if (given.nodes.length > 0 && phase !== "pending") expect(new Set(devices).size).toBe(needs?.gpus);
          if (phase === "pending" || phase === "failed") continue;
          hold(node, needs?.memory ?? 0);
          for (const device of devices) hold(device, needs?.gpuMemory ?? 0);
        }
      }
      for (const { name, memory, gpus } of given.nodes) {
        expect(held.get(name) ?? 0).toBeLessThanOrEqual(memory);
        expect(nodes[name]?.memoryFree ?? 0).toBeGreaterThanOrEqual(0);
        gpus.forEach((gpu, index) => {
          expect(held.get(`${name}/gpu${index}`) ?? 0).toBeLessThanOrEqual(gpu.memory);
          expect(seen[`${name}/gpu${index}`]?.memoryFree ?? 0).toBeGreaterThanOrEqual(0);
        });
      }
    }
  },
);

test.prop([scenario, policy])("failures that never happen, and their draws, change nothing", (given, table) => {
  const never: Failures = { exit: 0, hang: 0, blackHole: 0, blackHoleTime: 1, prune: true, pruneAfter: 10 };
  const safe = { delay: 0, failure: 0 };
  const groups = given.groups.map((each) => ({ failures: never, health: safe, ...each }));
  const plain = observed(given, table).measures;
  const { tasks, queues, nodes, devices } = observed({ ...given, groups }, table).measures;
  expect({ tasks, queues, nodes, devices }).toEqual({
    tasks: plain.tasks,
    queues: plain.queues,
    nodes: plain.nodes,
    devices: plain.devices,
  });
});

test.prop([scenario, policy])("the same seed gives the same bytes, another start time the same run", (given, table) => {
  const run = (start: number) => {
    const { measures, detail } = observed({ ...given, start }, table, 7);
    return JSON.stringify({ measures, detail });
  };
  const once = run(0);
  expect(run(0)).toBe(once);
  expect(run(1_700_000_000)).toBe(once);
});

test.prop([scenario, policy])("a run without its detail measures the same", (given, table) => {
  const { measures, warnings } = observed(given, table, 7);
  const brief = new Simulation(given, table, { seed: 7, traces: recordings, brief: true });
  while (brief.advance(1000));
  expect(JSON.stringify(brief.finishBriefly())).toBe(JSON.stringify({ measures, warnings }));
});

test.prop([scenario, policy, policy])(
  "every policy meets the same work, whatever order they are listed in",
  async (given, first, second) => {
    const candidates = [
      { label: "first", create: () => first },
      { label: "second", create: () => second },
    ];
    const options = { version: "test", traces: recordings };
    const there = await experiment(given, candidates, options);
    const back = await experiment(given, [...candidates].reverse(), options);
    expect(JSON.stringify(back.policies.toReversed())).toBe(JSON.stringify(there.policies));
    // Work that follows from work, or is sent anew, depends on how much of it is done; the rest does not depend on the policy.
    if (given.queues[0]?.followUps !== undefined || given.queues[0]?.retry !== undefined) return;
    if (given.workload.some(({ kind }) => kind === "clients")) return;
    expect(there.policies[0]?.runs.map(({ tasks }) => tasks.arrived)).toEqual(
      there.policies[1]?.runs.map(({ tasks }) => tasks.arrived),
    );
  },
);

test.prop([scenario, policy])("the lives of the replicas add up to what is measured of their group", (given, table) => {
  const { measures, detail } = observed(given, table);
  // Where replicas come and go a thousand times, those that follow are not written down.
  fc.pre(detail.livesLeftOut === 0);
  const { duration } = measures;
  for (const [name, { meanReplicas }] of Object.entries(measures.groups)) {
    const lives = (detail.lives ?? []).filter(({ group }) => group === name);
    const spent = { pending: 0, warming: 0, ready: 0, unhealthy: 0, draining: 0, failed: 0 };
    for (const { phases, until = duration } of lives)
      for (const [index, { phase, time }] of phases.entries())
        spent[phase] += (phases[index + 1]?.time ?? until) - time;
    for (const phase of Object.keys(spent) as (keyof typeof spent)[])
      expect(spent[phase]).toBeCloseTo((meanReplicas[phase] ?? 0) * duration, 5);
    const { binWidth, time } = detail.series;
    const bins = time.map((start) => Math.min(binWidth, duration - start));
    const shares = lives.flatMap(({ busy }) => busy.shares.map((share, bin) => share * (bins[busy.bin + bin] ?? 0)));
    const busy = shares.reduce((sum, each) => sum + each, 0);
    expect(Math.abs(busy - meanReplicas.busy * duration)).toBeLessThanOrEqual(0.005 * binWidth * shares.length + 1e-6);
  }
});
