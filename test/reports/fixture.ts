import type { Scenario } from "../../scenarios/scenario.ts";
import {
  type Durations,
  type Ecdf,
  type Estimate,
  type PolicyResult,
  type QueueMeasures,
  type Result,
  type RunMeasures,
  result as schema,
} from "../../sim/result.ts";
import {
  bins,
  binWidth,
  decisions,
  devices,
  gib,
  groups,
  horizon,
  mean,
  nodes,
  noise,
  queues,
  type Shape,
  seeds,
  shapes,
  sum,
  type Trail,
  trail,
} from "./fixture-fluid.ts";

/** A plausible result, the same every time: four policies on two queues, two groups and two nodes of eight GPUs. */
export function fixture(): Result {
  return schema.parse({
    version: 1,
    generator: { name: "disfun-sim", version: "0.1.0" },
    scenario: scenario(),
    name: "burst",
    description: "Samplers and evaluators on two nodes of eight 40 GB GPUs meet a burst of prompts after half an hour.",
    start: 1_700_158_546,
    seeds,
    warnings: [
      "sampler: 12 tasks were unfinished under static-4 when the run ended; its percentiles count the wait they already had",
      'evaluator has a warm-up of 0 s: results flatter policies that scale it. Write "warmUp: 20s"',
    ],
    workload: [
      { source: "prompts", queue: "sampler_queue" },
      {
        source: "history",
        queue: "evaluator_queue",
        file: "requests.csv",
        sha256: "9f".repeat(32),
        rows: 19_366,
        used: 19_312,
        skipped: { "end before start": 42, "not a number": 12 },
        sorted: false,
      },
    ],
    policies: shapes.map(policyResult),
    fingerprint: "3c5d".repeat(16),
  });
}

function policyResult(shape: Shape): PolicyResult {
  const trails = groups.map((_, index) => trail(shape, index));
  const runs = seeds.map((seed, index) => runMeasures(seed, index, trails));
  return {
    label: shape.label,
    policy: shape.policy,
    policyVersion: 1,
    parameters: shape.parameters as PolicyResult["parameters"],
    runs,
    summary: summary(runs),
    detail: {
      seed: seeds[0] ?? 0,
      series: series(trails),
      decisions: decisions(shape, trails),
      decisionsLeftOut: shape.label === "careful" ? 31 : 0,
      wait: Object.fromEntries(queues.map((queue, index) => [queue, ecdf(trails[index]?.waits ?? [], 0)])),
      sojourn: Object.fromEntries(queues.map((queue, index) => [queue, ecdf(trails[index]?.waits ?? [], 12)])),
    },
  };
}

function series(trails: readonly Trail[]): PolicyResult["detail"]["series"] {
  const columns: PolicyResult["detail"]["series"]["columns"] = {};
  for (const [index, queue] of queues.entries()) {
    const waiting = trails[index]?.waiting ?? [];
    columns[`queue/${queue}/waiting`] = { unit: "1", values: waiting };
    columns[`queue/${queue}/waiting/max`] = { unit: "1", values: waiting.map((value) => Math.ceil(value * 1.3)) };
    columns[`queue/${queue}/inService`] = { unit: "1", values: trails[index]?.busy ?? [] };
  }
  for (const [index, group] of groups.entries()) {
    const { warming = [], ready = [], draining = [], desired = [], busy = [] } = trails[index] ?? {};
    columns[`group/${group}/pending`] = { unit: "1", values: ready.map((value) => (value > 13 ? 1 : 0)) };
    columns[`group/${group}/warming`] = { unit: "1", values: warming };
    columns[`group/${group}/ready`] = { unit: "1", values: ready };
    columns[`group/${group}/draining`] = { unit: "1", values: draining };
    columns[`group/${group}/busy`] = { unit: "1", values: busy };
    columns[`group/${group}/desired`] = { unit: "1", values: desired };
  }
  const sampler = trails[0];
  for (const [index, node] of nodes.entries()) {
    const values = (sampler?.busy ?? []).map((busy, bin) =>
      Math.min(1, busy / 16 + 0.1 * (1 + noise(bin + index * 31))),
    );
    columns[`node/${node}/cpu`] = { unit: "fraction of 1", values };
  }
  for (const [index, device] of devices.entries()) {
    const held = (sampler?.ready ?? []).map((ready, bin) => ready + (sampler?.warming[bin] ?? 0) > index);
    columns[`device/${device}/memory`] = { unit: "B", values: held.map((on) => (on ? 30.5 * gib : 0.4 * gib)) };
    columns[`device/${device}/utilization`] = {
      unit: "fraction of 1",
      values: held.map((on, bin) => (bin === 7 ? null : on ? 0.55 + 0.35 * noise(bin * 3 + index) : 0)),
    };
  }
  return { binWidth, time: Array.from({ length: bins }, (_, bin) => bin * binWidth), columns };
}

function runMeasures(seed: number, index: number, trails: readonly Trail[]): RunMeasures {
  const wobble = 1 + 0.06 * noise(seed * 101);
  const perQueue = trails.map((one) => queueMeasures(one, wobble));
  const replicaHours = trails.map((one) => (sum(one.ready) + sum(one.warming) + sum(one.draining)) * (binWidth / 3600));
  const total = sum(replicaHours) * 2.93 * wobble;
  return {
    seed,
    duration: horizon,
    decisions: 240,
    events: 48_200 + index * 311,
    tasks: queueMeasures({ waits: trails.flatMap((one) => one.waits), waiting: trails[0]?.waiting ?? [] }, wobble),
    queues: Object.fromEntries(
      queues.map((queue, at) => [queue, perQueue[at] ?? queueMeasures({ waits: [], waiting: [] }, 1)]),
    ),
    groups: Object.fromEntries(
      groups.map((group, at) => {
        const one = trails[at];
        const changes = (one?.desired ?? [])
          .map((to, bin) => to - (one?.desired[bin - 1] ?? to))
          .filter((step) => step !== 0);
        return [
          group,
          {
            meanReplicas: {
              pending: 0,
              warming: mean(one?.warming),
              ready: mean(one?.ready),
              draining: 0.1,
              busy: mean(one?.busy),
            },
            maxReplicas: Math.max(...(one?.ready ?? [0])),
            utilization: mean(one?.busy) / mean(one?.ready),
            replicaHours: (replicaHours[at] ?? 0) * wobble,
            gpuHours: at === 0 ? (replicaHours[at] ?? 0) * wobble : 0,
            starts: 9,
            cancelled: 1,
            neverServed: 1,
            killed: 0,
            killedWork: 0,
            scaleUps: changes.filter((step) => step > 0).length,
            scaleDowns: changes.filter((step) => step < 0).length,
            reversals: changes.filter((step, bin) => bin > 0 && step * (changes[bin - 1] ?? 0) < 0).length,
          },
        ];
      }),
    ),
    nodes: Object.fromEntries(nodes.map((node) => [node, { cpuUtilization: 0.42, maxMemory: 410 * gib }])),
    devices: Object.fromEntries(
      devices.map((device) => [
        device,
        { utilization: 0.48, meanMemory: 21 * gib, maxMemory: 30.5 * gib, memory: 40 * gib },
      ]),
    ),
    cost: {
      total,
      replicas: total,
      warming: total * 0.11,
      busy: total * 0.62,
      idle: total * 0.27,
      killed: total * 0.02,
      perThousandTasks: total / 4.1,
    },
  };
}

function queueMeasures(from: { waits: readonly number[]; waiting: readonly number[] }, wobble: number): QueueMeasures {
  const unfinished = Math.round(from.waiting.at(-1) ?? 0);
  const wait = durations(from.waits, 0, wobble);
  const sojourn = durations(from.waits, 12, wobble);
  return {
    arrived: 2304,
    completed: 2304 - unfinished,
    unfinished,
    lost: 0,
    redelivered: 0,
    ...(wait === undefined ? {} : { wait }),
    ...(sojourn === undefined ? {} : { sojourn }),
    waitedAtAll: 1208,
    ...(from.waits.length === 0
      ? {}
      : { attainment: from.waits.filter((one) => one <= 30).length / from.waits.length }),
    meanWaiting: mean(from.waiting),
    meanInService: 4.2,
    maxWaiting: Math.ceil(Math.max(0, ...from.waiting) * 1.3),
  };
}

function durations(waits: readonly number[], add: number, wobble: number): Durations | undefined {
  if (waits.length === 0) return undefined;
  const sorted = waits.map((one) => one * wobble + add).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { mean: mean(sorted), p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), max: at(1) };
}

function ecdf(waits: readonly number[], add: number): Ecdf {
  const sorted = waits.map((one) => one + add).sort((a, b) => a - b);
  const shares = Array.from({ length: 201 }, (_, index) => index / 200);
  return { value: shares.map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0), share: shares };
}

function summary(runs: readonly RunMeasures[]): Record<string, Estimate> {
  const over = (read: (run: RunMeasures) => number | undefined): Estimate | undefined => {
    const values = runs.flatMap((run) => read(run) ?? []);
    if (values.length === 0) return undefined;
    const center = mean(values);
    const deviation = Math.sqrt(sum(values.map((value) => (value - center) ** 2)) / (values.length - 1));
    const half = (4.303 * deviation) / Math.sqrt(values.length);
    return { mean: center, low: center - half, high: center + half, runs: values.length };
  };
  const inGroups = (read: (group: RunMeasures["groups"][string]) => number) =>
    over((run) => sum(Object.values(run.groups).map(read)));
  const all: Record<string, Estimate | undefined> = {
    "wait.p50": over((run) => run.tasks.wait?.p50),
    "wait.p95": over((run) => run.tasks.wait?.p95),
    "wait.p99": over((run) => run.tasks.wait?.p99),
    "sojourn.p95": over((run) => run.tasks.sojourn?.p95),
    attainment: over((run) => run.tasks.attainment),
    unfinished: over((run) => run.tasks.unfinished),
    lost: over((run) => run.tasks.lost),
    "cost.total": over((run) => run.cost?.total),
    replicaHours: inGroups((group) => group.replicaHours),
    gpuHours: inGroups((group) => group.gpuHours),
    scaleUps: inGroups((group) => group.scaleUps),
    scaleDowns: inGroups((group) => group.scaleDowns),
    reversals: inGroups((group) => group.reversals),
  };
  return Object.fromEntries(Object.entries(all).flatMap(([key, one]) => (one === undefined ? [] : [[key, one]])));
}

function scenario(): Scenario {
  const sensor = { period: 15, lag: 5, window: 60 };
  const needs = { cores: 1, warmUpCores: 4, memory: 20 * gib, gpus: 1, gpuMemory: 30.5 * gib, gpuUtilization: 0.9 };
  return {
    version: 1,
    name: "burst",
    description: "",
    start: 1_700_158_546,
    horizon,
    seeds,
    check: { period: 15, phase: 0 },
    objective: { wait: 30 },
    nodes: nodes.map((name) => ({
      name,
      cores: 64,
      memory: 512 * gib,
      gpus: Array.from({ length: 8 }, () => ({ memory: 40 * gib })),
    })),
    queues: queues.map((name) => ({ name, acknowledge: "after" })),
    groups: groups.map((name, index) => ({
      name,
      serves: [queues[index] ?? ""],
      minimum: 1,
      maximum: 14,
      initial: { replicas: 4, phase: "ready" },
      warmUp: { kind: "lognormal", mean: 120, cv: 0.3 },
      grace: 30,
      release: "idle-first",
      dispatch: "longest-idle",
      placement: "most-free",
      needs: index === 0 ? needs : { ...needs, gpus: 0, gpuMemory: 0 },
      pricePerHour: 2.93,
    })),
    workload: [],
    sensors: { queues: sensor, groups: sensor, nodes: sensor, devices: sensor },
    policies: shapes.map(({ label, policy, parameters }) => ({ label, policy: { name: policy }, parameters })),
  };
}
