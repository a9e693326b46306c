import { describe, expect, test } from "vitest";
import { bind } from "../../../policies/index.ts";
import { parseExpect } from "../../../scenarios/parse-expect.ts";
import type { Scenario } from "../../../scenarios/scenario.ts";
import { alone, type Crew } from "../../../sim/crew.ts";
import { experiment } from "../../../sim/experiment.ts";
import { groupOf, poisson, scenarioOf, tasksAt } from "../scenario-of.ts";

const fixed = (count: number, label = `static-${count}`) => ({
  label,
  create: () => bind("static", { counts: { worker: count } }),
});

/** A task every 10 s that takes 35 s: three replicas fall behind, and with four none waits. */
const steady = scenarioOf({
  horizon: 4000,
  seeds: [1, 2],
  group: { minimum: 1, maximum: 12, initial: { replicas: 5, phase: "ready" }, pricePerHour: 2 },
  workload: [
    tasksAt(
      Array.from({ length: 396 }, (_, index) => 10 * index),
      35,
    ),
  ],
  objective: { wait: 1 },
});

function compared(scenario: Scenario, counts: readonly number[] = [8, 6], crew?: Crew) {
  return experiment(
    scenario,
    counts.map((count) => fixed(count)),
    { version: "", baselines: true, ...(crew && { crew }) },
  );
}

describe("best static", () => {
  test("is the least size that keeps the objective, with its cost and latency on the same seeds", async () => {
    const { bestStatic, policies } = await compared(steady);
    expect(bestStatic).toMatchObject({ label: "best static", counts: { worker: 4 }, minimize: "cost.total" });
    expect(bestStatic?.subjectTo).toEqual([
      { measure: "wait.p95", below: 1, value: { mean: 0, low: 0, high: 0, runs: 2 } },
    ]);
    expect(bestStatic?.summary["cost.total"]?.mean).toBeCloseTo((4 * 2 * 4000) / 3600, 1);
    expect(policies.map(({ label }) => label)).toEqual(["static-8", "static-6"]);
  });

  test("changes nothing of the policies but what it adds", async () => {
    const alone = await experiment(steady, [fixed(8), fixed(6)], { version: "" });
    const beside = await compared(steady);
    const { bestStatic: _, fingerprint: __, policies, ...rest } = beside;
    const isOther = ([name]: [string, unknown]) => !name.startsWith("regret");
    const bare = policies.map(({ bound: _, runs, summary, differences, ...policy }) => ({
      ...policy,
      runs: runs.map((run) => Object.fromEntries(Object.entries(run).filter(isOther))),
      summary: Object.fromEntries(Object.entries(summary).filter(isOther)),
      ...(differences && { differences: Object.keys(differences).filter((name) => isOther([name, undefined])) }),
    }));
    const names = alone.policies.map(({ differences, ...policy }) => ({
      ...policy,
      ...(differences && { differences: Object.keys(differences) }),
    }));
    expect({ ...rest, policies: bare }).toEqual({ ...alone, policies: names, fingerprint: undefined });
  });

  test("without an objective reaches the latency of the baseline", async () => {
    const { objective: _, ...scenario } = steady;
    const { bestStatic } = await compared(scenario, [3, 8]);
    expect(bestStatic).toMatchObject({ like: "static-3", counts: { worker: 3 } });
    expect((await compared({ ...scenario, baseline: "static-8" }, [3, 8])).bestStatic?.counts).toEqual({ worker: 4 });
  });

  test("is said not to be there where no size within the bounds is large enough", async () => {
    const small = { ...steady, groups: [groupOf({ maximum: 3, pricePerHour: 2 })] };
    const { bestStatic, noBestStatic } = await compared(small, [2, 3]);
    expect(bestStatic).toBeUndefined();
    expect(noBestStatic).toBe("the largest fixed sizes within the groups' bounds do not keep p95 wait below 1 s");
  });

  test("keeps to floors as to ceilings, and says which", async () => {
    const served = { ...steady, objective: { wait: 1, atLeast: [{ measure: "attainment", above: 1 }] } };
    const { bestStatic } = await compared(served);
    expect(bestStatic).toMatchObject({ counts: { worker: 4 }, subjectTo: [] });
    expect(bestStatic?.atLeast).toEqual([
      { measure: "attainment", above: 1, value: { mean: 1, low: 1, high: 1, runs: 2 } },
    ]);
    const some = { ...served, objective: { wait: 1e4, atLeast: [{ measure: "attainment", above: 0.1 }] } };
    expect((await compared(some)).bestStatic?.counts).toEqual({ worker: 1 });
    const much = { ...served, groups: [groupOf({ maximum: 3, pricePerHour: 2 })] };
    expect((await compared(much, [2, 3])).noBestStatic).toBe(
      "the largest fixed sizes within the groups' bounds do not keep attainment at least 100 %",
    );
  });

  test("keeps to limits that more replicas do not help to keep, or is not there", async () => {
    const wait = { measure: "wait.p95", below: 1 };
    // Four cost $8.89.
    const told = (dollars: number) =>
      compared({ ...steady, objective: { wait: 1, subjectTo: [wait, { measure: "cost.total", below: dollars }] } });
    expect((await told(9)).bestStatic?.counts).toEqual({ worker: 4 });
    expect((await told(8)).noBestStatic).toBe(
      "the smallest fixed sizes found with p95 wait below 1 s do not keep cost below $8",
    );
  });

  test("trades replicas of one group for cheaper ones of another", async () => {
    const few = { minimum: 0, maximum: 12 };
    const small = groupOf({ ...few, name: "small", pricePerHour: 1 });
    // As dear as three small ones, and serves as many tasks as four.
    const big = groupOf({ ...few, name: "big", pricePerHour: 3, slots: { count: 4, speed: [1] } });
    const counts = { small: 6, big: 1 };
    const both = { label: "both", create: () => bind("static", { counts }) };
    const { bestStatic } = await experiment({ ...steady, seeds: [1], groups: [small, big] }, [both], {
      version: "",
      baselines: true,
    });
    expect(bestStatic?.counts).toEqual({ big: 1, small: 0 });
    expect(bestStatic?.tried).toBeLessThan(20);
  });

  test("is looked for only where fewer replicas are better, and why not is said", async () => {
    const objective = { minimize: "wait.p95", subjectTo: [{ measure: "cost.total", below: 15 }] };
    const { bestStatic, noBestStatic } = await compared({ ...steady, objective });
    expect(bestStatic).toBeUndefined();
    expect(noBestStatic).toBe(
      "the objective minimizes p95 wait, and this is found only for cost, replica hours and GPU hours",
    );
  });

  test("is looked for by the same crew, and shows", async () => {
    const labels: string[] = [];
    const candidates = [fixed(8)];
    const { run, bound } = alone(steady, candidates, new Map());
    const crew: Crew = {
      size: 2,
      bound,
      run: (job, watch) => {
        labels.push(job.label);
        return run(job, watch);
      },
    };
    const shown = new Set<string>();
    await experiment(steady, candidates, {
      version: "",
      baselines: true,
      crew,
      onProgress: ({ label, done, total }) => {
        expect(done).toBeLessThanOrEqual(total);
        shown.add(label);
      },
    });
    expect(labels.filter((label) => label === "best static").length).toBeGreaterThan(3);
    expect(shown).toEqual(new Set(["static-8", "best static"]));
  });

  test("is left out where it was interrupted", async () => {
    const halt = new AbortController();
    const { bestStatic, noBestStatic, noBound, policies } = await experiment(steady, [fixed(8)], {
      version: "",
      baselines: true,
      halt: halt.signal,
      onProgress: ({ label }) => label === "best static" && halt.abort(),
    });
    expect([bestStatic, noBestStatic, noBound]).toEqual([undefined, "interrupted", "interrupted"]);
    expect(policies[0]?.runs).toHaveLength(2);
  });
});

describe("the bound of a policy", () => {
  test("is below what it paid on every seed, and regret is what is above", async () => {
    const { policies } = await compared({ ...steady, workload: [poisson(0.05, 40)] });
    for (const { bound, runs } of policies) {
      const values = bound?.runs ?? [];
      expect(bound?.measure).toBe("cost.total");
      expect(values).toHaveLength(2);
      const regrets = runs.map(({ cost }, index) => (cost?.total ?? 0) / (values[index] ?? 0) - 1);
      expect(Math.min(...regrets)).toBeGreaterThanOrEqual(0);
      expect(bound?.regret?.mean).toBeCloseTo(regrets.reduce((sum, each) => sum + each, 0) / 2, 12);
      expect(runs.map(({ regret }) => regret)).toEqual(regrets);
    }
  });

  test("and the best static size make regrets that lines and objectives know", async () => {
    const expected = ["regret over best static < 60%", "regret over best static < 40%", "regret < 500%"];
    const limit = { measure: "regretOverStatic", below: 0.75 };
    const { policies, recommendation, expectations } = await compared({
      ...steady,
      objective: { wait: 1, minimize: "regret", subjectTo: [{ measure: "wait.p95", below: 1 }, limit] },
      expect: expected.map(parseExpect),
    });
    // The best static size is four.
    expect(policies.map(({ summary }) => summary.regretOverStatic?.mean)).toEqual([1, 0.5]);
    expect(recommendation).toMatchObject({ policy: "static-6", minimize: "regret", feasible: ["static-6"] });
    expect(policies.every(({ summary, bound }) => summary.regret?.mean === bound?.regret?.mean)).toBe(true);
    const six = expectations?.filter(({ policy }) => policy === "static-6").map(({ outcome }) => outcome);
    expect(six).toEqual(["met", "failed", "met"]);
  });

  test("counts replica hours where nothing has a price, and GPUs where they are to be few", async () => {
    const group = groupOf({ minimum: 1, maximum: 12, initial: { replicas: 5, phase: "ready" } });
    const needs = { ...group.needs, gpus: 3 };
    const unpriced = (await compared({ ...steady, groups: [group] })).policies[0]?.bound;
    const gpus = (
      await compared({ ...steady, groups: [{ ...group, needs }], objective: { wait: 1, minimize: "gpuHours" } })
    ).policies[0]?.bound;
    expect(unpriced).toMatchObject({ measure: "replicaHours" });
    expect(unpriced?.value.mean).toBeCloseTo((396 * 35) / 3600, 1);
    expect(gpus).toMatchObject({ measure: "gpuHours" });
    expect(gpus?.value.mean).toBeCloseTo(3 * (unpriced?.value.mean ?? 0), 6);
  });

  test("counts cost where the objective minimizes what is not paid, and is not there without prices", async () => {
    const usual = (await compared(steady)).policies.map(({ bound }) => bound);
    for (const minimize of ["cost.perThousandTasks", "wait.p95"]) {
      const { policies, noBound } = await compared({ ...steady, objective: { wait: 1, minimize } });
      expect(policies.map(({ bound }) => bound)).toEqual(usual);
      expect(noBound).toBeUndefined();
    }
    const objective = { wait: 1, minimize: "wait.p95" };
    const unpriced = await compared({ ...steady, groups: [groupOf({ maximum: 12 })], objective });
    expect(unpriced.noBound).toBe(
      "the objective minimizes p95 wait, and this is found only for cost, replica hours and GPU hours",
    );
    expect(unpriced.policies.some(({ bound }) => bound !== undefined)).toBe(false);
  });

  test("is not there for a closed loop, and why is said", async () => {
    const clients = {
      kind: "clients",
      name: "people",
      queue: "work",
      from: 0,
      count: 3,
      think: { kind: "exponential", mean: 20 },
      service: { kind: "exponential", mean: 30 },
    } as const;
    const { noBound, policies, bestStatic } = await compared({
      ...steady,
      workload: [clients],
      objective: { wait: 60 },
    });
    expect(noBound).toBe("closed loop: when the clients of people send depends on the policy");
    expect(policies.every(({ bound }) => bound === undefined)).toBe(true);
    expect(bestStatic?.label).toBe("best static");
  });
});
