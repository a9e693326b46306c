import type { PolicyResult } from "../result.ts";
import { measures } from "./catalogue/index.ts";

type Measured = Pick<PolicyResult, "runs">;

/** What a run should be usual in to stand for all. */
const SHOWN = new Set(["wait.p95", "cost.total", "replicaHours"]);

/**
 * Which run of each policy stands for all of them: that of the seed whose results are nearest to the means, over all policies, in
 * standard deviations. One seed for all, so that policies can be compared moment by moment on the same work; of equals the first.
 */
export function representative(policies: readonly Measured[]): number {
  const runs = Math.min(...policies.map((policy) => policy.runs.length));
  const distances = new Array<number>(runs).fill(0);
  for (const policy of policies) {
    for (const { name, of } of measures) {
      if (!SHOWN.has(name)) continue;
      const values = policy.runs.slice(0, runs).flatMap((run) => of(run) ?? []);
      if (values.length < runs) continue;
      const mean = values.reduce((sum, value) => sum + value, 0) / runs;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / runs;
      if (variance > 0) for (const [run, value] of values.entries()) distances[run]! += (value - mean) ** 2 / variance;
    }
  }
  return distances.indexOf(Math.min(...distances));
}
