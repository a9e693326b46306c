import { fc } from "@fast-check/vitest";
import type { AdapterSpec, DispatcherSpec, GroupSpec, Scenario } from "../../../scenarios/scenario.ts";

/** Who starts the replicas: full at some count or never, with a maximum that may change. */
const adapter: fc.Arbitrary<AdapterSpec> = fc.record(
  {
    startOffers: fc.constantFrom("given" as const, "ignored" as const),
    capacity: fc.integer({ min: 1, max: 5 }),
    maximums: fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })).map(([first, second]) => [
      { at: 50, maximum: first },
      { at: 130, maximum: second },
    ]),
  },
  { requiredKeys: ["startOffers"] },
);

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
      adapters: fc.array(fc.option(adapter, { nil: undefined }), {
        minLength: given.groups.length,
        maxLength: given.groups.length,
      }),
      reports: fc.constantFrom(undefined, "nothing" as const, "other-workers" as const),
    })
    .map(({ dispatcher, needs, offers, workers, adapters, reports }) => ({
      ...given,
      dispatcher,
      queues: given.queues.map((queue, index) => (needs && index === 0 ? { ...queue, needs: { gpu: 1 } } : queue)),
      groups: given.groups.map((group, index) => {
        const { slots, batch, prefetch, offers: before, ...rest } = group;
        const { [index]: starts } = adapters;
        const able = offers[index] === true;
        const serves = served(given, dispatcher, needs && !able);
        return {
          ...rest,
          workers,
          serves,
          ...(starts && { adapter: starts }),
          ...(reports && { reports }),
          ...(able && { offers: GPU }),
        };
      }),
    }));
}

const GPU: NonNullable<GroupSpec["offers"]> = { gpu: 1 };

function served(given: Scenario, { allocate }: DispatcherSpec, lacks: boolean): string[] {
  return given.queues.map(({ name }) => name).slice(allocate === "capability" && lacks ? 1 : 0);
}
