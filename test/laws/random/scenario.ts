import { fc } from "@fast-check/vitest";
import type { Policy } from "../../../policies/policy.ts";
import type { Check, ControllerSpec, Scenario } from "../../../scenarios/scenario.ts";
import { scenarioOf, observed as seenOf } from "../../sim/scenario-of.ts";
import { group } from "./group.ts";
import { pushed } from "./pushed.ts";
import { recordings } from "./recorded.ts";
import { fault, node } from "./trouble.ts";
import { known, number, sometimes } from "./values.ts";
import { classes, followUp, source } from "./workload.ts";

const periodic = fc.record({ period: fc.constantFrom(7, 30), phase: number(0, 20) });
const onChange: fc.Arbitrary<Check> = fc.constantFrom(
  { phase: 0, onChange: true },
  { period: 25, phase: 3, onChange: true },
);
const groupNames = fc.constantFrom(["left"], ["right"], ["left", "right"]);
const stepped = (name: string): fc.Arbitrary<ControllerSpec> =>
  fc
    .record({ groups: groupNames, check: periodic, takes: fc.constantFrom(0, 11), heartbeats: fc.boolean() })
    .map((given) => ({ name, ...given, parameters: {} }));
const watching = (name: string): fc.Arbitrary<ControllerSpec> =>
  fc
    .record({ groups: groupNames, check: onChange })
    .map((given) => ({ name, ...given, takes: 0, heartbeats: false, parameters: {} }));
/** None, or two that may share groups. */
const controllers = fc.option(
  fc.tuple(
    fc.oneof({ weight: 4, arbitrary: stepped("first") }, { weight: 1, arbitrary: watching("first") }),
    stepped("second"),
  ),
  {
    nil: undefined,
    freq: 2,
  },
);
export const pulled: fc.Arbitrary<Scenario> = fc
  .record({
    controllers,
    /** Whether the left group and the first controller are at home on the first node. */
    home: fc.boolean(),
    plant: fc
      .integer({ min: 0, max: 2 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => node(index))))
      .chain((nodes) =>
        fc.record({ nodes: fc.constant(nodes), faults: sometimes(fc.array(fault(nodes), { maxLength: 4 })) }),
      ),
    groups: fc.tuple(group("left"), group("right")),
    workload: fc.tuple(source(1), source(2)),
    classes: sometimes(classes),
    acknowledge: fc.constantFrom("after", "before"),
    followUps: fc.array(followUp, { maxLength: 1 }),
    timeToLive: fc.option(number(1, 60), { nil: undefined }),
    retry: fc.option(fc.record({ times: fc.integer({ min: 1, max: 3 }), delay: number(0, 20) }), { nil: undefined }),
    lag: fc.constantFrom(0, 7),
    period: fc.constantFrom(0, 4),
    window: fc.constantFrom(0, 3, 9, 25),
    imperfect: sometimes(
      fc.record({
        smoothing: fc.constantFrom(0, 20),
        loss: fc.constantFrom(0, 0.3),
        staleAfter: sometimes(fc.constantFrom(7, 30)),
      }),
    ),
  })
  .map((given) => {
    const { controllers, home, plant, groups, workload, acknowledge, followUps, timeToLive, retry, ...rest } = given;
    const { imperfect, classes: kinds, ...reading } = rest;
    const sensor = known({ ...reading, ...imperfect });
    const [left, right] = groups;
    const node = home ? plant.nodes[0]?.name : undefined;
    return scenarioOf({
      // Who is asked at every change is asked very often.
      horizon: controllers?.some(({ check }) => check.onChange) ? 90 : 400,
      ...known(plant),
      ...(controllers && {
        controllers: controllers.map((one, index) => (index === 0 && node !== undefined ? { ...one, node } : one)),
      }),
      groups: [node === undefined ? left : { ...left, node }, right],
      workload: workload.map((one, index) => (index === 0 && kinds !== undefined ? { ...one, classes: kinds } : one)),
      queues: [
        {
          name: "work",
          acknowledge,
          ...(followUps.length > 0 && { followUps }),
          ...(timeToLive !== undefined && { timeToLive }),
          ...(retry !== undefined && { retry }),
        },
        { name: "other", acknowledge: "after" },
      ],
      sensors: { queues: sensor, groups: sensor, nodes: sensor, devices: sensor },
    });
  });
export const scenario = fc.oneof({ weight: 3, arbitrary: pulled }, { weight: 1, arbitrary: pulled.chain(pushed) });

/** A run of such a scenario, with what its traces have recorded. */
export const observed = (given: Scenario, table: Policy, seed = 1) => seenOf(given, table, seed, recordings);
