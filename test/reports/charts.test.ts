import { describe, expect, test } from "vitest";
import { alertTable } from "../../reports/charts/alerts.ts";
import { faultTable } from "../../reports/charts/faults.ts";
import { memoryTable } from "../../reports/charts/gpu-memory-map.ts";
import { chartsOf } from "../../reports/charts/index.ts";
import { laneNames, laneTable } from "../../reports/charts/lanes.ts";
import { layoutOf, seriesTable } from "../../reports/charts/layout.ts";
import { policyDashes } from "../../reports/charts/policy-scale.ts";
import { timeParams } from "../../reports/charts/time-axis.ts";
import { tradeoff } from "../../reports/charts/tradeoff.ts";
import { axesOf } from "../../reports/charts/tradeoff-axes.ts";
import { tradeoffTable } from "../../reports/charts/tradeoff-points.ts";
import type { Life, PolicyResult, Result } from "../../sim/result.ts";
import { fixture } from "./fixture.ts";

const gib = 2 ** 30;

/** One policy on nodes of one GPU each, with these columns over three bins. */
function plant(nodes: number, gpus: number, columns: PolicyResult["detail"]["series"]["columns"]): Result {
  const base = fixture();
  const [policy] = base.policies;
  const [run] = policy?.runs ?? [];
  const device = run?.devices["node1/gpu0"];
  const node = run?.nodes.node1;
  if (policy === undefined || run === undefined || device === undefined || node === undefined)
    throw new Error("a fixture");
  const names = Array.from({ length: nodes }, (_, index) => `n${index}`);
  const devices = names.flatMap((name) =>
    Array.from({ length: gpus }, (_, index) => [`${name}/gpu${index}`, device] as const),
  );
  return {
    ...base,
    policies: [
      {
        ...policy,
        runs: [
          {
            ...run,
            duration: 25,
            nodes: Object.fromEntries(names.map((name) => [name, node])),
            devices: Object.fromEntries(devices),
          },
        ],
        detail: { ...policy.detail, series: { binWidth: 10, time: [0, 10, 20], columns } },
      },
    ],
  };
}

function column(result: Result, name: string): readonly unknown[] {
  const layout = layoutOf(result);
  const [policy] = result.policies;
  return (policy && seriesTable(policy, layout)[layout.field(name) ?? ""]) ?? [];
}

describe("series for drawing", () => {
  const used = { unit: "fraction of 1" };
  const held = { unit: "B" };

  test("shares are percent, and the last bin is drawn to the end of the run", () => {
    const result = plant(1, 0, { "node/n0/cpu": { ...used, values: [0.5, null, 0.25] } });
    expect(column(result, "node/n0/cpu")).toEqual([50, null, 25, 25]);
    expect(seriesTable(result.policies[0] as PolicyResult, layoutOf(result)).t).toEqual([0, 10, 20, 25]);
  });

  test("a node's GPU utilization is the mean of those that are known", () => {
    const result = plant(1, 2, {
      "device/n0/gpu0/utilization": { ...used, values: [1, null, null] },
      "device/n0/gpu1/utilization": { ...used, values: [0, 0.5, null] },
    });
    expect(column(result, "node/n0/gpu")).toEqual([50, 50, null, null]);
  });

  test("a node's GPU memory is unknown when that of one GPU is", () => {
    const result = plant(1, 2, {
      "device/n0/gpu0/memory": { ...held, values: [gib, null, 2 * gib] },
      "device/n0/gpu1/memory": { ...held, values: [3 * gib, gib, 0] },
    });
    expect(column(result, "node/n0/gpuMemory")).toEqual([4, null, 2, 2]);
  });

  test("joined intervals of the GPU map keep their peak", () => {
    const values = Array.from({ length: 480 }, (_, bin) => (bin === 123 ? 40 * gib : 0));
    const result = plant(1, 30, { "device/n0/gpu7/memory": { ...held, values } });
    const [policy] = result.policies;
    if (policy === undefined) throw new Error("a policy");
    policy.detail.series.time = values.map((_, bin) => bin);
    const table = memoryTable(policy, layoutOf(result));
    expect(table.v?.length).toBeLessThan(480);
    expect(Math.max(...(table.v ?? []).map(Number))).toBe(100);
  });
});

describe("which charts there are", () => {
  const ids = (result: Result) => chartsOf(result, layoutOf(result)).overTime.map(({ id }) => id);

  test("only those that have something to show", () => {
    const result = plant(1, 0, { "node/n0/cpu": { unit: "fraction of 1", values: [0.1, 0.2, 0.3] } });
    expect(ids(result)).toEqual(["decisions", "cpu"]);
  });

  test("a policy alone is not compared", () => {
    const result = fixture();
    expect(chartsOf(result, layoutOf(result)).compared).toHaveLength(2);
    const alone = { ...result, policies: result.policies.slice(0, 1) };
    expect(chartsOf(alone, layoutOf(alone)).compared).toEqual([]);
  });

  test("without prices there is no cost chart", () => {
    const result = fixture();
    for (const policy of result.policies) for (const run of policy.runs) delete run.cost;
    expect(chartsOf(result, layoutOf(result)).cost).toEqual([]);
  });

  test("more nodes than there are dashes become their mean and range", () => {
    const cpu = (nodes: number) => {
      const columns = Array.from({ length: nodes }, (_, at) => [
        `node/n${at}/cpu`,
        { unit: "fraction of 1", values: [0, 1, 0] },
      ]);
      const result = plant(nodes, 0, Object.fromEntries(columns));
      return chartsOf(result, layoutOf(result)).overTime.find(({ id }) => id === "cpu");
    };
    expect(cpu(4)?.legend.map(({ label }) => label)).toEqual(["n0", "n1", "n2", "n3"]);
    expect(cpu(5)?.legend.map(({ label }) => label)).toEqual(["mean of 5 nodes", "least to most"]);
  });

  test("too many GPUs to draw each are said so", () => {
    const columns = Array.from({ length: 65 }, (_, at) => [
      `device/n0/gpu${at}/memory`,
      { unit: "B", values: [0, 0, 0] },
    ]);
    const result = plant(1, 65, Object.fromEntries(columns));
    expect(ids(result)).not.toContain("gpu-memory-map");
    const total = chartsOf(result, layoutOf(result)).overTime.find(({ id }) => id === "gpu-memory");
    expect(total?.note).toContain("There are 65 GPUs, too many to draw each");
  });
});

test.each([
  [60, 10, true],
  [7200, 900, false],
  [86_400, 10_800, false],
  [604_800, 86_400, false],
])("a run of %i s is labeled every %i s", (end, step, seconds) => {
  const params = new Map(timeParams({ end }).map(({ name, value }) => [name, value]));
  expect(params.get("ticks")).toEqual(Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step));
  expect([params.get("from"), params.get("to"), params.get("fine")]).toEqual([0, end, seconds]);
});

test("a queue's chart shows what waits, what is in service and, where it can come about, what is held", () => {
  const one = (values: number[]) => ({ unit: "1", values });
  const chart = (held: object) => {
    const result = plant(1, 0, { "queue/sampler_queue/waiting": one([0, 0, 0]), ...held });
    return chartsOf(result, layoutOf(result)).overTime.find(({ id }) => id === "queue-sampler_queue");
  };
  const labels = (held: object) => chart(held)?.legend.map(({ label }) => label);
  expect(labels({})).toEqual(["waiting"]);
  expect(
    labels({ "queue/sampler_queue/inService": one([1, 1, 1]), "queue/sampler_queue/held": one([5, 5, 0]) }),
  ).toEqual(["waiting", "in service", "held by a replica, not begun"]);
});

test("no two of four policies have lines of the same dashes, so that none hides another", () => {
  const { range } = policyDashes(layoutOf(fixture())).scale;
  expect(new Set(range.map((dash) => dash.join())).size).toBe(4);
});

test("faults are marked in every chart over time, and only where there are some", () => {
  const result = fixture();
  const marked = () =>
    chartsOf(result, layoutOf(result))
      .overTime.filter(({ spec }) => JSON.stringify(spec).includes('"faults"'))
      .map(({ id }) => id);
  expect(marked()).toEqual([]);
  const [policy] = result.policies;
  if (policy === undefined) throw new Error("a policy");
  policy.detail.faults = [{ time: 60, kind: "purge", subject: "sampler_queue" }];
  expect(marked()).toEqual(chartsOf(result, layoutOf(result)).overTime.map(({ id }) => id));
  expect(faultTable(policy, 600)).toEqual({ t: [60], u: [60] });
});

test("alerts are told by their state, each until its next, and are no rows among the decisions", () => {
  const result = fixture();
  const [policy] = result.policies;
  if (policy === undefined) throw new Error("a policy");
  const told = (time: number, subject: string, code: string) => ({
    time,
    subject,
    because: [{ code, facts: {} }],
    repeats: 1,
  });
  policy.detail.decisions = [
    told(0, "high-cpu", "alert-inactive"),
    told(0, "sampler", "backlog-low"),
    told(60, "high-cpu", "alert-pending"),
    told(90, "vram-low", "alert-firing"),
    told(120, "high-cpu", "alert-firing"),
  ];
  const alone = { ...result, policies: [policy] };
  const layout = layoutOf(alone);
  expect([layout.alerts, layout.subjects]).toEqual([["high-cpu", "vram-low"], ["sampler"]]);
  expect(alertTable(policy, 600)).toEqual({
    t: [0, 60, 90, 120],
    u: [60, 120, 600, 600],
    g: ["high-cpu", "high-cpu", "vram-low", "high-cpu"],
    k: ["inactive", "pending", "firing", "firing"],
  });
  expect(chartsOf(alone, layout).overTime.map(({ id }) => id)).toContain("alerts");
  const plain = fixture();
  expect(chartsOf(plain, layoutOf(plain)).overTime.map(({ id }) => id)).not.toContain("alerts");
});

describe("lanes", () => {
  const life = (change: Partial<Life>): Life => ({
    ...{ group: "sampler", replica: "sampler-1", lane: 0, node: "n0", busy: { bin: 0, shares: [] } },
    phases: [{ phase: "ready", time: 0 }],
    ...change,
  });
  const on = (lives: Life[]) => {
    const result = plant(1, 2, {});
    const [policy] = result.policies;
    if (policy === undefined) throw new Error("a policy");
    policy.detail.lives = lives;
    return { policy, result };
  };
  const rows = (table: ReturnType<typeof laneTable>) =>
    (table.t ?? []).map((t, at) => [table.l?.[at], t, table.u?.[at], table.k?.[at], table.o?.[at]]);

  test("a replica is what it was from phase to phase, and busy as far as it was, until it is gone", () => {
    const phases: Life["phases"] = [
      { phase: "warming", time: 2 },
      { phase: "ready", time: 8 },
      { phase: "draining", time: 15 },
    ];
    const { policy } = on([life({ phases, until: 22, killed: true, busy: { bin: 0, shares: [0, 1, 0.5] } })]);
    expect(rows(laneTable(policy, 25, 100))).toEqual([
      ["1", 2, 8, "warming", 1],
      ["1", 8, 15, "idle", 1],
      ["1", 15, 22, "draining", 1],
      ["1", 10, 20, "busy", 1],
      ["1", 20, 22, "busy", 0.5],
      ["1", 22, 22.1, "killed", 1],
    ]);
  });

  test("one on several GPUs is on a lane of each, in the order of the GPUs", () => {
    const { policy, result } = on([
      life({ devices: ["n0/gpu1", "n0/gpu0"], until: 20 }),
      life({ replica: "sampler-2", devices: ["n0/gpu1"], phases: [{ phase: "ready", time: 20 }] }),
    ]);
    expect(laneNames(result.policies, "sampler")).toEqual(["n0/gpu0", "n0/gpu1"]);
    expect(rows(laneTable(policy, 25, 100)).map(([lane, from, until]) => [lane, from, until])).toEqual([
      ["n0/gpu1", 0, 20],
      ["n0/gpu0", 0, 20],
      ["n0/gpu1", 20, 25],
    ]);
  });

  test("too many stretches are joined, and no change of phase is lost", () => {
    const shares = Array.from({ length: 400 }, (_, bin) => (bin % 2 === 0 ? 1 : 0));
    const { policy } = on([life({ busy: { bin: 0, shares }, phases: [{ phase: "ready", time: 0 }], until: 4000 })]);
    policy.detail.series.time = shares.map((_, bin) => 10 * bin);
    policy.runs = policy.runs.map((run) => ({ ...run, duration: 4000 }));
    const fine = rows(laneTable(policy, 4000, 1000));
    const coarse = rows(laneTable(policy, 4000, 100));
    expect(fine.length).toBe(201);
    expect(coarse.length).toBeLessThanOrEqual(100);
    expect(coarse.filter(([, , , kind]) => kind === "idle")).toEqual([["1", 0, 4000, "idle", 1]]);
    expect(coarse.filter(([, , , kind]) => kind === "busy").every(([, , , , share]) => share === 0.5)).toBe(true);
  });
});

describe("what is paid for latency", () => {
  const exactly = (mean: number) => ({ mean, runs: 3, low: mean - 1, high: mean + 1 });
  const result = fixture();
  for (const [index, policy] of result.policies.entries()) {
    const [cost = 0, wait = 0] =
      [
        [10, 100],
        [20, 50],
        [25, 60],
        [40, 0.5],
      ][index] ?? [];
    policy.summary = { "cost.total": exactly(cost), "wait.p95": exactly(wait) };
  }

  test("only those that none beats in both are on the front, and no interval reaches below zero", () => {
    const table = tradeoffTable(result);
    expect(table.f).toEqual([1, 1, 0, 1]);
    expect(table.yl).toEqual([99, 49, 59, 0]);
    expect(table.xh).toEqual([11, 21, 26, 41]);
  });

  test("waits are labeled in whole numbers of a unit", () => {
    const labels = (...waits: number[]) =>
      axesOf(waits.map((y) => ({ x: 1, xl: null, xh: null, y, yl: null, yh: null }))).ticks.map(({ label }) => label);
    expect(labels(400, 1400)).toEqual(["0", "5 min", "10 min", "15 min", "20 min", "25 min"]);
    expect(labels(1, 3)).toEqual(["0", "500 ms", "1,000 ms", "1,500 ms", "2,000 ms", "2,500 ms", "3,000 ms"]);
    expect(labels(20_000, 30_000)).toEqual(["0", "2 h", "4 h", "6 h", "8 h"]);
    expect(labels(10, 4000)).toEqual(["0", "1 s", "10 s", "1 min", "10 min", "1 h"]);
  });

  const marksBeside = (of: Result) => tradeoff(of, layoutOf(of))?.legend.map(({ shape }) => shape);

  test("those that miss the objective are hollow, and the legend says so", () => {
    const [, kept] = result.policies.map(({ label }) => label);
    if (kept === undefined) throw new Error("two policies");
    const floor = { measure: "attainment", above: 0.95, value: exactly(0.97) };
    const recommendation = { policy: kept, minimize: "cost.total", subjectTo: [], atLeast: [floor], feasible: [kept] };
    const judged: Result = { ...result, recommendation };
    expect(tradeoffTable(judged).k).toEqual([0, 1, 0, 0]);
    expect(marksBeside(judged)).toEqual(["ring"]);
  });

  test("the best fixed size and the bounds are drawn in where there are some", () => {
    const [first] = result.policies;
    if (first === undefined) throw new Error("a policy");
    const whole: Result = {
      ...result,
      bestStatic: {
        ...{ label: "best static", counts: { sampler: 3 }, minimize: "cost.total", tried: 5 },
        subjectTo: [{ measure: "wait.p95", below: 120, value: exactly(90) }],
        summary: { "cost.total": exactly(9), "wait.p95": exactly(90) },
      },
      policies: [
        { ...first, bound: { measure: "cost.total", value: exactly(7), runs: [7, 7, 7] } },
        ...result.policies.slice(1),
      ],
    };
    const { m = [], x = [], y = [], xh = [] } = tradeoffTable(whole);
    expect(m.slice(4)).toEqual(["static", "bound"]);
    expect([x[4], y[4]]).toEqual([9, 90]);
    expect([x[5], y[5], xh[5]]).toEqual([7, 100, 10]);
    expect(marksBeside(whole)).toEqual(["ring", "diamond", "left"]);
    expect(marksBeside(result)).toEqual(["ring"]);
  });
});
