import type { Result } from "../../sim/result.ts";
import { fixture } from "./fixture.ts";

/** One policy, one seed, and nothing measured: as little as a valid result can hold. */
export function bareResult(): Result {
  const base = fixture();
  return {
    ...base,
    warnings: [],
    workload: [],
    start: 0,
    seeds: [1],
    policies: base.policies.slice(0, 1).map((policy) => ({
      ...policy,
      parameters: null,
      summary: {},
      runs: policy.runs
        .slice(0, 1)
        .map(({ cost: _, ...run }) => ({ ...run, queues: {}, groups: {}, nodes: {}, devices: {} })),
      detail: {
        ...policy.detail,
        series: { binWidth: 15, time: [], columns: {} },
        decisions: [],
        decisionsLeftOut: 0,
        wait: {},
        sojourn: {},
      },
    })),
  };
}
