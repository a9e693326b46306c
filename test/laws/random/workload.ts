import { fc } from "@fast-check/vitest";
import type { BatchSize, ClassSpec, FollowUp, SourceSpec } from "../../../scenarios/scenario.ts";
import { curved, replayed } from "./recorded.ts";
import { distribution, number, queueName } from "./values.ts";

const batch: fc.Arbitrary<BatchSize | undefined> = fc.constantFrom<BatchSize | undefined>(
  undefined,
  { kind: "constant", value: 3 },
  { kind: "geometric", mean: 2.5 },
);
export const source = (index: number): fc.Arbitrary<SourceSpec> =>
  fc.oneof(
    replayed(`source-${index}`, queueName, distribution),
    curved(`source-${index}`, queueName, distribution),
    fc
      .record({ queue: queueName, count: fc.integer({ min: 1, max: 8 }), mean: number(1, 30), service: distribution })
      .map(({ mean, ...given }) => ({
        kind: "clients" as const,
        name: `source-${index}`,
        from: 0,
        think: { kind: "exponential", mean } as const,
        ...given,
      })),
    fc.record({ queue: queueName, rate: number(0.01, 1), service: distribution }).map((given) => ({
      kind: "poisson" as const,
      name: `source-${index}`,
      from: 0,
      ...given,
    })),
    fc
      .record({ queue: queueName, mean: number(1, 60), cv: number(0.1, 4), batch, service: distribution })
      .map(({ mean, cv, batch: size, ...given }) => ({
        kind: "renewal" as const,
        name: `source-${index}`,
        from: 0,
        gaps: { kind: "gamma", mean, cv } as const,
        ...(size && { batch: size }),
        ...given,
      })),
    fc
      .record({
        queue: queueName,
        rate: number(0.1, 2),
        busy: number(1, 60),
        quiet: number(1, 200),
        service: distribution,
      })
      .map(({ rate, busy, quiet, ...given }) => ({
        kind: "markov" as const,
        name: `source-${index}`,
        from: 0,
        states: [
          { rate, mean: busy },
          { rate: 0, mean: quiet },
        ],
        ...given,
      })),
    fc
      .record({
        queue: queueName,
        at: fc.array(number(0, 300), { minLength: 1, maxLength: 3 }).map((at) => at.sort((a, b) => a - b)),
        count: fc.integer({ min: 1, max: 30 }),
        service: distribution,
      })
      .map((given) => ({ kind: "spikes" as const, name: `source-${index}`, from: 0, over: 0, ...given })),
  );
/** Of the first source: some that differ from it only by name, or in what they take, need and endure. */
export const classes: fc.Arbitrary<readonly ClassSpec[]> = fc
  .record({ scale: number(0.2, 3), service: distribution, timeToLive: number(1, 60) })
  .map(({ scale, service, timeToLive }) => [
    { name: "usual", share: 0.3 },
    { name: "scaled", share: 0.2, scale, timeToLive },
    { name: "other", share: 0.2, service },
    { name: "able", share: 0.1, needs: { gpu: 1 } },
  ]);

export const followUp: fc.Arbitrary<FollowUp> = fc.record({
  queue: queueName,
  count: fc.integer({ min: 1, max: 2 }),
  probability: number(0, 1),
  delay: fc.constantFrom({ kind: "constant" as const, value: 0 }, { kind: "exponential" as const, mean: 5 }),
  service: distribution,
  limit: fc.constantFrom(20, 100),
});
