import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { Billing, Scenario } from "../../scenarios/scenario.ts";
import { FastPath } from "../../sim/fast/fast-path.ts";
import { measures } from "../../sim/measure/catalogue/index.ts";
import { Plant } from "../../sim/plant/plant.ts";
import { Servers } from "../../sim/plant/servers.ts";
import type { RunMeasures } from "../../sim/result.ts";
import { policy } from "./random/policy.ts";
import { observed, scenario } from "./random/scenario.ts";

/** Laws that hold for what is measured of every run. */

const billing: fc.Arbitrary<Billing | undefined> = fc.option(
  fc.record({ step: fc.constantFrom(0, 1, 60), minimum: fc.constantFrom(0, 60) }),
  { nil: undefined },
);
const price = fc.record({ pricePerHour: fc.integer({ min: 1, max: 9 }), billing }).map(({ pricePerHour, billing }) => ({
  pricePerHour,
  ...(billing && { billing }),
}));
const objective = fc
  .record({ wait: fc.constantFrom(0, 3, 20) })
  .chain(({ wait }) => fc.constantFrom({ wait }, { wait, sojourn: 15 }, { sojourn: 15 }));
const told: fc.Arbitrary<Scenario> = fc
  .tuple(scenario, price, price, objective, fc.constantFrom(7, 60))
  .map(([given, ofReplica, ofGpu, objective, demandWindow]) => ({
    ...given,
    objective,
    demandWindow,
    groups: given.groups.map((group) => ({ ...group, ...ofReplica })),
    nodes: given.nodes.map((node) => ({ ...node, ...ofGpu, gpus: node.gpus.map((gpu) => ({ ...gpu, ...ofGpu })) })),
  }));

test.prop([told, policy])("the parts of the cost add up, by group and in total", (given, table) => {
  const { cost, groups, nodes, devices } = observed(given, table).measures;
  const sum = (values: readonly (number | undefined)[]) => values.reduce<number>((all, each) => all + (each ?? 0), 0);
  for (const one of [cost, ...Object.values(groups).map((group) => group.cost)]) {
    const { replicas, warming, busy, useful, killed, wasted, idle, rounding } = one ?? {};
    expect(sum([warming, useful, killed, wasted, idle, rounding])).toBeCloseTo(replicas ?? -1, 6);
    expect(sum([useful, killed, wasted])).toBeCloseTo(busy ?? -1, 6);
    for (const part of [warming, useful, killed, wasted, idle, rounding]) expect(part).toBeGreaterThanOrEqual(-1e-9);
  }
  expect(cost?.replicas).toBeCloseTo(sum(Object.values(groups).map((group) => group.cost?.replicas)), 6);
  expect(cost?.nodes ?? 0).toBeCloseTo(sum(Object.values(nodes).map((node) => node.cost)), 9);
  expect(cost?.gpus ?? 0).toBeCloseTo(sum(Object.values(devices).map((device) => device.cost)), 9);
  expect(cost?.total).toBeCloseTo(sum([cost?.nodes, cost?.gpus, cost?.replicas]), 9);
});

test.prop([told, policy])("shares are within 0 and 1, and what is known is a number", (given, table) => {
  const run = observed(given, table).measures;
  for (const { name, unit, of, ofQueue, ofGroup } of measures) {
    const values = [
      of(run),
      ...Object.values(run.queues).map((queue) => ofQueue?.(queue, run)),
      ...Object.values(run.groups).map((group) => ofGroup?.(group, run)),
    ];
    for (const value of values) {
      if (value === undefined) continue;
      expect(Number.isFinite(value), name).toBe(true);
      if (name !== "elasticity.jitter") expect(value, name).toBeGreaterThanOrEqual(-1e-9);
      if (unit === "fraction of 1" && name !== "elasticity.thetaU") expect(value, name).toBeLessThanOrEqual(1 + 1e-9);
    }
  }
});

test.prop([told, policy])("tasks wait as long as there is a backlog", (given, table) => {
  const { queues, duration } = observed(given, table).measures;
  for (const { timeInBacklog = -1, meanWaiting, maxWaiting, classes } of Object.values(queues)) {
    if (classes !== undefined) continue;
    expect(meanWaiting).toBeGreaterThanOrEqual(timeInBacklog - 1e-9);
    expect(meanWaiting).toBeLessThanOrEqual(timeInBacklog * maxWaiting + 1e-9);
    expect(timeInBacklog * duration).toBeLessThanOrEqual(duration + 1e-9);
  }
});

test.prop([told, policy])("goodput is what a count of every task gives", (given, table) => {
  const { measures: run, good } = counted(given, () => observed(given, table).measures);
  for (const [name, queue] of Object.entries(run.queues)) {
    expect((queue.goodput ?? 0) * (run.duration / 3600)).toBeCloseTo(good.get(name) ?? 0, 6);
  }
});

test.prop([told, policy])("what the record of changes tells is consistent", (given, table) => {
  const { groups, duration, dwell } = observed(given, table).measures;
  for (const group of Object.values(groups)) {
    expect(group.unexplainedReversals ?? 0).toBeLessThanOrEqual(group.reversals);
    const changes = group.scaleUps + group.scaleDowns;
    expect(group.dwell !== undefined).toBe(changes > 1);
    if (group.dwell !== undefined) expect(group.dwell.mean * (changes - 1)).toBeLessThanOrEqual(duration + 1e-6);
    for (const { after, from, to, demand } of [group.soonestDown, group.soonestUp].filter(
      (each) => each !== undefined,
    )) {
      expect(after).toBeGreaterThanOrEqual(0);
      expect(Math.sign(demand.now - demand.before)).not.toBe(Math.sign(to - from));
    }
    if (group.lostWork !== undefined) expect(group.lostWork).toBeLessThanOrEqual(group.killedWork + 1e-12);
  }
  expect(dwell !== undefined).toBe(Object.values(groups).some((group) => group.dwell !== undefined));
});

/** Counts, task by task, those that are done within the objective. */
function counted(given: Scenario, run: () => RunMeasures) {
  const { wait = Number.POSITIVE_INFINITY, sojourn } = given.objective ?? {};
  const { begin, finish } = Plant.prototype;
  const { plainServer } = Servers.prototype;
  const { run: shorten } = FastPath.prototype;
  const waits = new Map<number, number>();
  const good = new Map<string, number>();
  FastPath.prototype.run = () => 0;
  Servers.prototype.plainServer = () => undefined;
  Plant.prototype.begin = function (task, queue) {
    if (this.tasks.begun[task] === 0) waits.set(task, this.now - (this.tasks.arrivals[task] ?? 0));
    begin.call(this, task, queue);
  };
  Plant.prototype.finish = function (row, task, group) {
    const { name } = this.queueOf(task);
    const since = this.now - (this.tasks.arrivals[task] ?? 0);
    const inTime = sojourn === undefined ? (waits.get(task) ?? 0) <= wait : since <= sojourn;
    if (this.replicas.hollow[row] === 0 && inTime) good.set(name, (good.get(name) ?? 0) + 1);
    finish.call(this, row, task, group);
  };
  try {
    return { measures: run(), good };
  } finally {
    Plant.prototype.begin = begin;
    Plant.prototype.finish = finish;
    Servers.prototype.plainServer = plainServer;
    FastPath.prototype.run = shorten;
  }
}
