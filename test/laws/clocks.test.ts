import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { Policy } from "../../policies/policy.ts";
import type { Scenario } from "../../scenarios/scenario.ts";
import type { Plant } from "../../sim/plant/plant.ts";
import { Simulation } from "../../sim/run.ts";
import { groupOf, nodeOf, poisson, scenarioOf, scripted } from "../sim/scenario-of.ts";

const count = (max: number) => fc.integer({ min: 0, max });
const needs = fc.record({
  cores: fc.constantFrom(0, 1, 3),
  warmUpCores: fc.constantFrom(0, 2),
  memory: fc.constant(1),
  gpus: fc.constantFrom(0, 1),
  gpuMemory: fc.constant(1),
  gpuUtilization: fc.constantFrom(0, 0.4, 0.7),
});
const group = (name: string) =>
  fc
    .record({ needs, initial: fc.record({ replicas: count(6), phase: fc.constantFrom("ready", "warming") }) })
    .map((given) => groupOf({ name, serves: [name], warmUp: { kind: "exponential", mean: 4 }, grace: 3, ...given }));
const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    groups: fc.tuple(group("work"), group("other")),
    cores: fc.integer({ min: 2, max: 16 }),
    nodes: fc.integer({ min: 1, max: 2 }),
    rates: fc.tuple(fc.constantFrom(0.3, 1, 3), fc.constantFrom(0.3, 2)),
    followUps: fc.boolean(),
  })
  .map(({ groups, cores, nodes, rates: [first, second], followUps }) => {
    const gpus = [{ memory: 2 }, { memory: 4 }];
    const always = { queue: "other", count: 2, probability: 1, delay: { kind: "constant", value: 0 } } as const;
    const follow = followUps ? { followUps: [{ ...always, service: { kind: "exponential", mean: 1 } as const }] } : {};
    return scenarioOf({
      horizon: 90,
      check: { period: 7, phase: 0 },
      nodes: Array.from({ length: nodes }, (_, index) => nodeOf({ name: `node-${index}`, cores, memory: 9, gpus })),
      queues: [
        { name: "work", acknowledge: "after", ...follow },
        { name: "other", acknowledge: "before" },
      ],
      groups,
      workload: [poisson(first, 1.5), poisson(second, 0.8, "other")],
    });
  });
const policy = fc.array(fc.tuple(count(9), count(9)), { minLength: 1, maxLength: 8 }).map((table) =>
  scripted(({ time }) => {
    const [work = 0, other = 0] = table[Math.floor(time / 7) % table.length] ?? [];
    return { work, other };
  }),
);

/** What comes of it where work goes on clocks no later than after so many events. */
function run(given: Scenario, table: Policy, onClocks = Number.POSITIVE_INFINITY) {
  const simulation = new Simulation(given, table, { seed: 3, traces: new Map() });
  simulation.advance(Math.min(onClocks, 1_000_000));
  const { plant } = simulation as unknown as { readonly plant: Plant };
  for (const { cpu } of plant.nodes) cpu.beforeExcess?.();
  while (simulation.advance(1_000_000));
  const { measures, detail } = simulation.finish();
  // On clocks it takes more of them.
  return { ...measures, events: undefined, detail };
}

test.prop([scenario, policy, count(300)], { numRuns: 60 })(
  "work that uses cores and GPUs takes as long in real time as on clocks, until it is slowed down",
  (given, table, events) => {
    const expected = run(given, table, 0);
    expect(differences(run(given, table), expected)).toEqual([]);
    expect(differences(run(given, table, events), expected)).toEqual([]);
  },
);

/** Where two results differ by more than what a clock on another one rounds whenever it is looked at. */
function differences(found: unknown, expected: unknown, path = ""): string[] {
  if (typeof found === "number" && typeof expected === "number")
    return Math.abs(found - expected) <= 1e-9 * Math.max(1, Math.abs(expected))
      ? []
      : [`${path}: ${found}, ${expected}`];
  if (typeof found !== "object" || typeof expected !== "object" || found === null || expected === null)
    return Object.is(found, expected) ? [] : [`${path}: ${found}, ${expected}`];
  const names = new Set([...Object.keys(found), ...Object.keys(expected)]);
  const part = (whole: object, name: string) => (whole as Readonly<Record<string, unknown>>)[name];
  return [...names].flatMap((name) => differences(part(found, name), part(expected, name), `${path}/${name}`));
}
