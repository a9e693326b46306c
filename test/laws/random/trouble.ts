import { fc } from "@fast-check/vitest";
import type { Background, FaultSpec, NodeSpec } from "../../../scenarios/scenario.ts";
import { known, lasting, number, queueName, sometimes } from "./values.ts";

const background: fc.Arbitrary<readonly Omit<Background, "at">[]> = fc.array(
  fc.record({
    cores: number(0, 2),
    memory: fc.integer({ min: 0, max: 20 }),
    gpus: fc.array(fc.record({ utilization: number(0, 1), memory: fc.integer({ min: 0, max: 40 }) }), {
      minLength: 3,
      maxLength: 3,
    }),
  }),
  { minLength: 1, maxLength: 3 },
);
export const node = (index: number): fc.Arbitrary<NodeSpec> =>
  fc
    .record({
      cores: fc.integer({ min: 1, max: 4 }),
      memory: fc.integer({ min: 20, max: 64 }),
      gpus: fc.array(fc.constantFrom({ memory: 40 }, { memory: 80 }), { maxLength: 3 }),
      others: sometimes(background),
    })
    .map(({ others, ...given }) => {
      const steps = others?.map((use, at) => ({ at: at * 70, ...use, gpus: use.gpus.slice(0, given.gpus.length) }));
      return known({ name: `node-${String.fromCharCode(97 + index)}`, ...given, background: steps });
    });
export const fault = (nodes: readonly NodeSpec[]): fc.Arbitrary<FaultSpec> => {
  const times = fc.oneof(
    fc.record({ at: fc.array(number(0, 390), { minLength: 1, maxLength: 2 }) }),
    fc.record({ every: lasting }),
  );
  const some = fc.constantFrom("left", "right");
  const deliveries = fc.constantFrom("continue" as const, "stop" as const);
  const ends = fc.oneof(
    fc.record({
      kind: fc.constant("brokerOutage" as const),
      queues: fc.constantFrom(["work"], ["work", "other"]),
      deliveries,
    }),
    fc.record({
      kind: fc.constant("sensorOutage" as const),
      of: fc.constant("groups" as const),
      names: fc.constant(["left"]),
    }),
    fc
      .record({ kind: fc.constant("actuator" as const), groups: fc.tuple(some), delay: sometimes(number(1, 60)) })
      .map(known),
    fc.record({
      kind: fc.constant("startFailure" as const),
      groups: fc.constantFrom(["left"], ["left", "right"]),
      how: fc.constantFrom("exit" as const, "hang" as const),
    }),
    ...nodes.map(({ name }) => fc.constant({ kind: "nodeLoss", node: name } as const)),
    ...(nodes.length === 0 ? [] : [fc.constant({ kind: "nodeLoss" } as const)]),
  );
  const atOnce = fc.oneof(
    fc.record({ kind: fc.constant("replicaCrash" as const), group: some, count: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant("manualEdit" as const), group: some, desired: fc.integer({ min: 0, max: 5 }) }),
    fc.record({ kind: fc.constant("purge" as const), queue: queueName }),
  );
  return fc.oneof(
    fc.tuple(times, atOnce).map(([time, what]) => ({ ...time, ...what })),
    fc.tuple(times, ends, lasting).map(([time, what, length]) => ({ ...time, ...what, for: length })),
  );
};
