import { describe, expect, test } from "vitest";
import { faultTable } from "../../reports/charts/faults.ts";
import { memoryTable } from "../../reports/charts/gpu-memory-map.ts";
import { chartsOf } from "../../reports/charts/index.ts";
import { layoutOf, seriesTable } from "../../reports/charts/layout.ts";
import { policyDashes } from "../../reports/charts/policy-scale.ts";
import { timeParams } from "../../reports/charts/time-axis.ts";
import type { PolicyResult, Result } from "../../sim/result.ts";
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
  expect(labels({})).toEqual(["waiting, mean in each interval"]);
  expect(
    labels({ "queue/sampler_queue/inService": one([1, 1, 1]), "queue/sampler_queue/held": one([5, 5, 0]) }),
  ).toEqual(["waiting, mean in each interval", "in service", "held by a replica, not begun"]);
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
  expect(faultTable(policy)).toEqual({ t: [60], u: [60] });
});
