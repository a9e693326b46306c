import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { Scenario, SourceSpec, TransientSpec } from "../../scenarios/scenario.ts";
import { boundOf } from "../../sim/bound/bound.ts";
import { loadSolver } from "../../sim/bound/linear-program.ts";
import { workOf } from "../../sim/bound/parts.ts";
import { whyNoBound } from "../../sim/bound/why-no-bound.ts";
import { policy } from "./random/policy.ts";
import { recordings } from "./random/recorded.ts";
import { observed, scenario } from "./random/scenario.ts";

const solver = await loadSolver();

const transient = fc.constantFrom<TransientSpec | undefined>(
  undefined,
  undefined,
  { kind: "given", until: 60 },
  { kind: "mser-5" },
);

describe("no policy beats the bound", () => {
  test.prop([fc.tuple(scenario, transient).map(open), policy, fc.integer({ min: 1, max: 1000 })], {
    numRuns: 60,
  })("whatever happens in a scenario without a closed loop, and whatever it asks for", (given, table, seed) => {
    expect(whyNoBound(given)).toBeUndefined();
    const { measures } = observed(given, table, seed);
    const price = (name: string) => given.groups.find((group) => group.name === name)?.pricePerHour ?? 0;
    const paid = Object.entries(measures.groups).reduce((sum, [name, one]) => sum + one.replicaHours * price(name), 0);
    const work = workOf(given, recordings, { seed });
    const bound = boundOf(given, work, measures, { group: price, nodes: 0 }, solver);
    expect(bound).toBeGreaterThanOrEqual(0);
    expect(bound).toBeLessThanOrEqual(paid);
  });
});

/** Without what depends on the policy: the loops, the retries, and work that vanishes. */
function open([given, cut]: [Scenario, TransientSpec | undefined]): Scenario {
  const workload = given.workload.map((source): SourceSpec => {
    if (source.kind !== "clients") return source;
    const { name, queue, service } = source;
    return { kind: "poisson", name, queue, from: 0, rate: 0.1, service };
  });
  return {
    ...given,
    ...(cut && { transient: cut }),
    workload,
    queues: given.queues.map(({ followUps: _, retry: __, ...queue }) => queue),
    groups: given.groups.map(({ failures, ...group }) =>
      failures === undefined ? group : { ...group, failures: { ...failures, blackHole: 0 } },
    ),
    ...(given.faults && { faults: given.faults.filter(({ kind }) => kind !== "purge") }),
  };
}
