import { test } from "@fast-check/vitest";
import { expect } from "vitest";
import { checkReadings } from "../../policies/check-observation.ts";
import type { Scenario } from "../../scenarios/scenario.ts";
import { policy } from "./random/policy.ts";
import { observed, scenario } from "./random/scenario.ts";

/** Laws of what is seen and told of a run: random plants, workloads and policies. */

test.prop([scenario, policy])("a controller sees its groups and its node, and time never goes back", (given, table) => {
  const { observations } = observed(given, table);
  const governed = given.controllers?.flatMap(({ groups }) => groups) ?? ["left", "right"];
  let before = 0;
  for (const { time, groups } of observations) {
    expect(time).toBeGreaterThanOrEqual(before);
    before = time;
    for (const name of Object.keys(groups)) expect(governed).toContain(name);
    for (const [name, { replicas }] of Object.entries(groups)) {
      const home = given.groups.find((spec) => spec.name === name)?.node;
      if (home === undefined) continue;
      for (const { node } of replicas) expect(node ?? home).toBe(home);
    }
  }
});

test.prop([scenario, policy])(
  "what a controller is shown can be decided on, and never changes afterwards",
  (given, table) => {
    const shown: string[] = [];
    const { observations } = observed(given, {
      ...table,
      decide: (observation, memory) => {
        shown.push(JSON.stringify(observation));
        return table.decide(observation, memory);
      },
    });
    expect(observations.map((observation) => JSON.stringify(observation))).toEqual(shown);
    for (const observation of observations) checkReadings(observation);
  },
);

test.prop([scenario, policy])("no work waits while a replica that serves it idles", (given, table) => {
  const still = { period: 0, lag: 0, window: 0 };
  const exact = { ...given, sensors: { queues: still, groups: still, nodes: still, devices: still } };
  if (given.faults?.some(({ kind }) => kind === "brokerOutage")) return; // may stop deliveries
  if (given.dispatcher !== undefined) return; // the first in line holds up those behind it
  for (const { queues, groups } of observed(exact, table).observations) {
    for (const [name, { serves, replicas }] of Object.entries(groups)) {
      // A batch may wait for more, and then hold all that its prefetch allows.
      if (given.groups.find((spec) => spec.name === name)?.batch !== undefined) continue;
      if (!replicas.some(({ phase, inService }) => phase === "ready" && inService === 0)) continue;
      for (const name of serves) expect(queues[name]?.waiting).toBe(0);
    }
  }
});

test.prop([scenario, policy])(
  "the desired count is what was asked for, and all but draining replicas add up to it",
  (given, table) => {
    for (const { groups } of observed(given, table).observations) {
      for (const { desired, replicas } of Object.values(groups)) {
        expect(replicas.filter(({ phase }) => phase !== "draining").length).toBe(desired);
      }
    }
  },
);

test.prop([scenario, policy])("sensors without smoothing and loss change nothing, bit for bit", (given, table) => {
  const { lag, period, window } = given.sensors.queues;
  const seen = (change: Partial<Scenario["sensors"]["queues"]>) => {
    const sensor = { lag, period, window, ...change };
    const sensors = { queues: sensor, groups: sensor, nodes: sensor, devices: sensor };
    return JSON.stringify(observed({ ...given, sensors }, table).observations);
  };
  expect(seen({ smoothing: 0, loss: 0 })).toBe(seen({}));
});

test.prop([scenario, policy])("asking for signals changes nothing else", (given, table) => {
  const without = { ...given, groups: given.groups.map(({ signals: _, ...group }) => group) };
  expect(JSON.stringify(observed(given, table).measures)).toBe(JSON.stringify(observed(without, table).measures));
});

test.prop([scenario, policy])("shares are shares, and the median is at most the 95th percentile", (given, table) => {
  const shares = ["errorRatio", "cpuUtilization", "memoryUtilization", "gpuUtilization", "vramUtilization"];
  for (const { groups } of observed(given, table).observations) {
    for (const [name, { signals, replicas }] of Object.entries(groups)) {
      for (const share of shares) expectShare(signals[share]);
      expect(signals.latencyP50 ?? 0).toBeLessThanOrEqual((signals.latencyP95 ?? 0) + 1e-9);
      const { cores = 0, warmUpCores = 0 } = given.groups.find((spec) => spec.name === name)?.needs ?? {};
      for (const { utilization, signals: used } of replicas) {
        expectShare(utilization);
        expect(used?.cpu ?? 0).toBeLessThanOrEqual(Math.max(cores, warmUpCores) + 1e-9);
      }
    }
  }
});

function expectShare(value = 0): void {
  expect(value).toBeGreaterThanOrEqual(0);
  expect(value).toBeLessThanOrEqual(1 + 1e-9);
}

test.prop([scenario, policy])("time averages are the means of the series", (given, table) => {
  const { measures, detail } = observed(given, table);
  const { time, binWidth, columns } = detail.series;
  const mean = (name: string) => {
    const values = columns[name]?.values ?? [];
    const widths = time.map((from) => Math.min(binWidth, measures.duration - from));
    return (
      values.reduce<number>((sum, value, index) => sum + (value ?? 0) * (widths[index] ?? 0), 0) / measures.duration
    );
  };
  for (const [name, queue] of Object.entries(measures.queues))
    expect(mean(`queue/${name}/waiting`)).toBeCloseTo(queue.meanWaiting, 6);
  for (const [name, { meanReplicas }] of Object.entries(measures.groups)) {
    expect(mean(`group/${name}/busy`)).toBeCloseTo(meanReplicas.busy, 6);
    expect(mean(`group/${name}/pending`)).toBeCloseTo(meanReplicas.pending, 6);
  }
});
