import { expect, test } from "vitest";
import { bind } from "../../../policies/index.ts";
import type { Observation, Policy } from "../../../policies/policy.ts";
import type { AdapterSpec, GroupSpec, Scenario } from "../../../scenarios/scenario.ts";
import { groupOf, observed, scenarioOf, scripted, tasksAt } from "../scenario-of.ts";

const told: AdapterSpec = { startOffers: "given" };

function adapter(change: Partial<AdapterSpec>, group: Partial<GroupSpec> = {}): GroupSpec {
  return groupOf({
    serves: ["gpu"],
    offers: { gpu: 4, linux: true },
    workers: 2,
    initial: { replicas: 0, phase: "ready" },
    warmUp: { kind: "constant", value: 1 },
    grace: 0,
    adapter: { ...told, ...change },
    ...group,
  });
}

function scenario(group: GroupSpec, change: Partial<Scenario> = {}): Scenario {
  return scenarioOf({
    horizon: 60,
    check: { period: 2, phase: 0 },
    dispatcher: { kind: "push", allocate: "capability", queueSize: 1000, balanceEvery: 1, trigger: 2 },
    queues: [{ name: "gpu", acknowledge: "after", needs: { gpu: 1 } }],
    groups: [group],
    workload: [tasksAt(Array<number>(16).fill(1), 1, "gpu")],
    ...change,
  });
}

/** Two starts in one answer, for different capabilities. */
const two: Policy = {
  ...scripted(() => ({})),
  decide: ({ groups }: Observation) => ({
    decisions: Object.keys(groups).map((group) => ({
      subject: group,
      action: { kind: "scale", group, desired: 2, start: [{ offers: { gpu: 1 } }, { offers: { tpu: 1 } }] },
      because: [{ code: "scripted", facts: {} }],
    })),
    memory: null,
  }),
};

test("a replica offers what it was started with, if its adapter has all of that", () => {
  const { observations } = observed(scenario(adapter({})), two);
  const { groups, workers } = observations[2] ?? {};
  expect(groups?.worker?.replicas).toMatchObject([
    { id: "worker-1", offers: { gpu: 1 }, workers: ["worker-1/1", "worker-1/2"] },
    { id: "worker-2", workers: ["worker-2/1", "worker-2/2"] },
  ]);
  expect(groups?.worker?.replicas[1]).not.toHaveProperty("offers");
  expect(workers?.["worker-1/1"]?.offers).toEqual({ gpu: 1 });
  expect(workers?.["worker-2/1"]?.offers).toEqual({ gpu: 4, linux: true });
});

test("an adapter that ignores what is asked for starts what it has", () => {
  const { observations } = observed(scenario(adapter({ startOffers: "ignored" })), two);
  expect(observations[2]?.groups.worker?.replicas[0]).not.toHaveProperty("offers");
  expect(observations[2]?.workers?.["worker-1/1"]?.offers).toEqual({ gpu: 4, linux: true });
});

test("one that reports nothing lists neither workers nor offers, although the workers connect", () => {
  const { observations } = observed(scenario(adapter({}, { reports: "nothing" })), two);
  expect(observations[2]?.groups.worker?.replicas[0]).toMatchObject({ workers: [], offers: {} });
  expect(Object.keys(observations[2]?.workers ?? {})).toHaveLength(4);
});

test("a full adapter refuses, and the count asked for reads back as it was", () => {
  const { measures, observations } = observed(
    scenario(adapter({ capacity: 3 })),
    scripted(({ time }) => ({ worker: time < 6 ? 2 : 5 })),
  );
  expect(observations.slice(0, 6).map(({ groups }) => groups.worker?.desired)).toEqual([0, 2, 2, 2, 3, 3]);
  expect(observations[5]?.groups.worker?.replicas).toHaveLength(3);
  expect(measures.groups.worker).toMatchObject({ starts: 3, scaleUps: 2 });
  // Two at each of the checks from 6 to 60 s.
  expect(measures.groups.worker?.refused).toBe(2 * 28);
});

test("an adapter that has more than it would start now keeps what is asked for of them", () => {
  const given = adapter({ capacity: 1 }, { initial: { replicas: 4, phase: "ready" } });
  const { observations, measures } = observed(
    scenario(given),
    scripted(() => ({ worker: 3 })),
  );
  expect(observations.slice(0, 2).map(({ groups }) => groups.worker?.desired)).toEqual([4, 3]);
  expect(measures.groups.worker?.refused).toBe(0);
});

test("the maximum it tells changes, and stops no replica by itself", () => {
  const maximums = [
    { at: 5, maximum: 1 },
    { at: 11, maximum: 4 },
  ];
  const { observations } = observed(
    scenario(adapter({ maximums }, { maximum: 2 })),
    scripted(() => ({ worker: 4 })),
  );
  const seen = observations.slice(0, 8).map(({ groups }) => [groups.worker?.maximum, groups.worker?.replicas.length]);
  expect(seen.slice(0, 3)).toEqual([
    [2, 0],
    [2, 2],
    [2, 2],
  ]);
  expect(seen[3]?.[0]).toBe(1);
  expect(seen[6]?.[0]).toBe(4);
  expect(seen[7]).toEqual([4, 4]);
});

test("Scaler's livelock: an adapter that reports nothing has its groups shut down at work, one that reports does not", () => {
  const run = (reports?: "nothing") => {
    // Ready half a second before the next heartbeat, for tasks of a second.
    const warmUp = { kind: "constant", value: 1.5 } as const;
    const group = adapter({}, { workers: 1, maximum: 4, offers: { gpu: 1 }, warmUp, ...(reports && { reports }) });
    const policy = bind("scaler", { policyContent: "allocate=capability; scaling=capability" });
    const { tasks, groups } = observed(scenario(group, { horizon: 40 }), policy).measures;
    return { unfinished: tasks.unfinished, starts: groups.worker?.starts ?? 0 };
  };
  const silent = run("nothing");
  const reporting = run();
  expect(reporting.unfinished).toBe(0);
  expect(silent.unfinished).toBeGreaterThan(0);
  expect(silent.starts).toBeGreaterThan(2 * reporting.starts);
});
