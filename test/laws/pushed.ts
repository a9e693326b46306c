import { fc } from "@fast-check/vitest";
import type { DispatcherSpec, GroupSpec, Scenario } from "../../scenarios/scenario.ts";

/** The same scenario with push dispatch: tasks of the first queue may need a GPU, and groups may offer one. */
export function pushed(given: Scenario): fc.Arbitrary<Scenario> {
  return fc
    .record({
      dispatcher: fc.record({
        kind: fc.constant("push" as const),
        allocate: fc.constantFrom("even_load" as const, "capability" as const),
        queueSize: fc.constantFrom(1, 2, 1000),
        balanceEvery: fc.constantFrom(0, 1, 7),
        trigger: fc.integer({ min: 0, max: 3 }),
      }),
      needs: fc.boolean(),
      offers: fc.array(fc.boolean(), { minLength: given.groups.length, maxLength: given.groups.length }),
      workers: fc.integer({ min: 1, max: 3 }),
      reports: fc.constantFrom(undefined, "nothing" as const, "other-workers" as const),
    })
    .map(({ dispatcher, needs, offers, workers, reports }) => ({
      ...given,
      dispatcher,
      queues: given.queues.map((queue, index) => (needs && index === 0 ? { ...queue, needs: { gpu: 1 } } : queue)),
      groups: given.groups.map((group, index) => {
        const { slots, batch, prefetch, offers: before, ...rest } = group;
        const able = offers[index] === true;
        const serves = served(given, dispatcher, needs && !able);
        return { ...rest, workers, serves, ...(reports && { reports }), ...(able && { offers: GPU }) };
      }),
    }));
}

const GPU: NonNullable<GroupSpec["offers"]> = { gpu: 1 };

function served(given: Scenario, { allocate }: DispatcherSpec, lacks: boolean): string[] {
  return given.queues.map(({ name }) => name).slice(allocate === "capability" && lacks ? 1 : 0);
}
