import { describe, expect, test } from "vitest";
import { combined } from "../../sim/combined.ts";
import { summarize } from "../../sim/measure/summary.ts";
import type { BestStatic, PolicyResult, Result } from "../../sim/result.ts";
import { fixture } from "../reports/fixture.ts";

/** The same runs, dearer by so much, as if they had been of these seeds. */
function dearer(by: number, seeds = [1, 2, 3]): Result {
  const result = fixture();
  return {
    ...result,
    seeds,
    policies: result.policies.map((policy) => ({
      ...policy,
      runs: policy.runs.map((run, index) => ({
        ...run,
        seed: seeds[index] ?? 0,
        cost: { ...run.cost, total: (run.cost?.total ?? 0) + by },
      })),
    })),
  };
}

const fixed: BestStatic = {
  label: "best static",
  minimize: "cost.total",
  counts: { sampler: 5 },
  subjectTo: [],
  tried: 4,
  summary: {},
};

function twoRuns(policy: PolicyResult): PolicyResult {
  const { bound, runs } = policy;
  return { ...policy, runs: runs.slice(0, 2), ...(bound && { bound: { ...bound, runs: bound.runs.slice(0, 2) } }) };
}

const before = { name: "before", result: dearer(0) };

describe("saved results as one", () => {
  test("have the policies of all of them, those of one label beside each other", () => {
    const one = combined([before, { name: "after", result: dearer(2) }]);
    expect(one?.policies.map(({ label }) => label)).toEqual([
      ...["static-4 (before)", "static-4 (after)", "static-10 (before)", "static-10 (after)"],
      ...["as-published (before)", "as-published (after)", "careful (before)", "careful (after)"],
    ]);
    const [first, second] = one?.policies ?? [];
    expect(first).not.toHaveProperty("differences");
    expect(second?.comparedWith).toBe("static-4 (before)");
    expect(second?.differences?.["cost.total"]).toMatchObject({ mean: 2, runs: 3, verdict: "worse" });
    expect(second?.differences?.["wait.p95"]).toMatchObject({ mean: 0, verdict: "not distinguishable" });
  });

  test("are of the work that all of them met, and say what is left out", () => {
    const one = combined([before, { name: "after", result: dearer(2, [2, 3, 9]) }]);
    expect(one?.seeds).toEqual([2, 3]);
    for (const policy of one?.policies ?? []) {
      expect(policy.runs.map(({ seed }) => seed)).toEqual([2, 3]);
      expect(policy.summary).toEqual(summarize(policy.runs));
    }
    // Runs of one seed stand beside each other: in the second result they are the first and second.
    const [first, second] = one?.policies ?? [];
    expect(first?.runs[0]?.cost?.total).toBe(before.result.policies[0]?.runs[1]?.cost?.total);
    expect(second?.runs[0]?.cost?.total).toBe((before.result.policies[0]?.runs[0]?.cost?.total ?? 0) + 2);
    expect(one?.warnings).toContain("1 run of each policy of before left out: on work that not all of them met");
    expect(one?.warnings).toContain(before.result.warnings[0]);
    expect(combined([before, { name: "after", result: dearer(2, [7, 8, 9]) }])).toBeUndefined();
  });

  test("keep what was judged and sought for each, and the bounds of the runs shown", () => {
    const judged = { text: "p95 wait < 30s", policy: "careful", outcome: "met" } as const;
    const sought = (result: Result): Result => ({
      ...result,
      expectations: [judged],
      noBestStatic: "too many sizes",
      bestStatic: { ...fixed, like: "careful" },
      policies: result.policies.map((policy) => ({
        ...policy,
        bound: { measure: "cost.total", value: { mean: 2, runs: 3 }, regret: { mean: 1, runs: 3 }, runs: [1, 2, 3] },
        runs: policy.runs.map((run, index) => ({ ...run, regret: index })),
      })),
    });
    const after = sought(dearer(2, [2, 3, 9]));
    const one = combined([
      { name: "before", result: sought(dearer(0)) },
      { name: "after", result: { ...after, seeds: [2, 3], policies: after.policies.map(twoRuns) } },
    ]);
    expect(one?.expectations).toEqual([
      { ...judged, policy: "careful (before)" },
      { ...judged, policy: "careful (after)" },
    ]);
    const [before, shorter] = one?.ofEach ?? [];
    expect(before).toMatchObject({ name: "before", otherRuns: 3, bestStatic: { like: "careful (before)" } });
    expect(shorter).not.toHaveProperty("otherRuns");
    expect(one?.policies[0]?.bound).toEqual({
      measure: "cost.total",
      value: expect.objectContaining({ mean: 2.5, runs: 2 }),
      regret: expect.objectContaining({ mean: 1.5, runs: 2 }),
      runs: [2, 3],
    });
    expect(one?.policies[1]?.bound?.runs).toEqual([1, 2]);
    expect(one?.warnings[0]).toBe(
      "1 run of each policy of before left out: on work that not all of them met; its expectations were judged with all of its runs",
    );
  });

  test("tell of other versions, and whose warning it is", () => {
    const other = dearer(1);
    const after = { ...other, warnings: ["late"], generator: { name: "disfun-sim", version: "9" } as const };
    const warnings = combined([before, { name: "after", result: after }])?.warnings ?? [];
    expect(warnings[0]).toBe("made by different versions, which may be what differs: before by 0.1.0, after by 9");
    expect(warnings).toContain("after: late");
    expect(warnings).toContain(`before: ${before.result.warnings[0]}`);
  });

  test("recommend one of all policies, against its counterpart", () => {
    const objective = { minimize: "cost", subjectTo: [{ measure: "wait.p95", below: 1e9 }] };
    const bound = (result: Result) => ({ ...result, scenario: { ...(result.scenario as object), objective } as never });
    const dear = { name: "dear", result: bound(dearer(5)) };
    const cheap = { name: "cheap", result: bound(dearer(0)) };
    const two = combined([dear, cheap])?.recommendation;
    expect(two?.policy).toMatch(/\(cheap\)$/);
    expect(two?.against).toBe(two?.policy.replace("cheap", "dear"));
    expect(combined([cheap, dear])?.recommendation).toMatchObject({ policy: two?.policy, against: two?.against });
  });
});
