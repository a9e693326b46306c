import type { Json } from "../policies/policy.ts";
import { readMetric } from "../sim/measure/catalogue/metric.ts";
import { definite } from "./definite.ts";
import type { ObjectiveSpec } from "./objective-spec.ts";
import type {
  Check,
  ControllerSpec,
  Distribution,
  FaultSpec,
  GroupSpec,
  NodeSpec,
  PolicySpec,
  QueueSpec,
  Scenario,
  Sensor,
} from "./scenario.ts";
import { durationText, memoryText } from "./unit-texts.ts";
import { durations, relativePath, writtenDistribution } from "./written-parts.ts";
import { writtenSource } from "./written-source.ts";

/**
 * A resolved scenario in the form people write it, which reads back as the same scenario. `folder` is where the file will be: paths
 * in it are relative to that. What is of the statistics alone is left out: `expect`, `precision` and `windows`.
 */
export function writtenScenario(scenario: Scenario, folder: string): Json {
  const { controllers, horizon, objective, demandWindow, faults, signals, baseline, dispatcher } = scenario;
  return json({
    version: 1,
    name: scenario.name,
    description: scenario.description === "" ? undefined : scenario.description,
    start: scenario.start === 0 ? undefined : scenario.start,
    horizon: horizon === undefined ? undefined : durationText(horizon),
    seeds: [...scenario.seeds],
    check: check(scenario.check),
    objective: objective && writtenObjective(objective),
    demandWindow: demandWindow && durationText(demandWindow),
    nodes: byName(scenario.nodes, node),
    queues: byName(scenario.queues, queue),
    dispatcher: dispatcher && { ...dispatcher, balanceEvery: durationText(dispatcher.balanceEvery) },
    groups: byName(scenario.groups, group),
    controllers: controllers && byName(controllers, controller),
    workload: scenario.workload.map((source) => writtenSource(source, folder)),
    sensors: Object.fromEntries(Object.entries(scenario.sensors).map(([kind, each]) => [kind, sensor(each)])),
    faults: faults?.map(fault),
    signals,
    policies: scenario.policies.map((each) => policy(each, folder)),
    baseline,
  });
}

/** Every limit as a line, its measure by the name it has in results: `wait.p95 of sampler_queue < 30s`. */
function writtenObjective({ subjectTo = [], atLeast = [], wait, sojourn, ...rest }: ObjectiveSpec) {
  const limit = (measure: string, value: number) =>
    readMetric(measure).measure?.unit === "s" ? durationText(value) : String(value);
  const lines = [
    ...subjectTo.map(({ measure, below }) => `${measure} < ${limit(measure, below)}`),
    ...atLeast.map(({ measure, above }) => `${measure} >= ${limit(measure, above)}`),
  ];
  const times = { wait: wait && durationText(wait), sojourn: sojourn && durationText(sojourn) };
  return { ...times, ...rest, subjectTo: lines.length === 0 ? undefined : lines };
}

function byName<Value extends { readonly name: string }>(values: readonly Value[], written: (value: Value) => object) {
  return Object.fromEntries(values.map((value) => [value.name, written(value)]));
}

function check({ period, phase, onChange }: Check) {
  if (onChange === undefined && phase === 0 && period !== undefined) return durationText(period);
  if (onChange !== undefined && phase === 0 && period === undefined) return "onChange";
  return { period: period && durationText(period), phase: durationText(phase), onChange };
}

function node({ cores, memory, gpus, background, ...paid }: NodeSpec) {
  return {
    cores,
    memory: memoryText(memory),
    gpus: gpus.length === 0 ? undefined : gpus.map((gpu) => ({ memory: memoryText(gpu.memory), price: price(gpu) })),
    price: price(paid),
    background: background?.map((step) => ({
      ...step,
      at: durationText(step.at),
      memory: memoryText(step.memory),
      gpus: step.gpus.map((gpu) => ({ ...gpu, memory: memoryText(gpu.memory) })),
    })),
  };
}

function price({ pricePerHour, billing }: Pick<NodeSpec, "pricePerHour" | "billing">) {
  if (pricePerHour === undefined) return undefined;
  const rate = `$${pricePerHour}/h`;
  return billing === undefined ? rate : { rate, ...durations(billing) };
}

function queue({ name: _, timeToLive, retry, followUps, ...rest }: QueueSpec) {
  return {
    ...rest,
    timeToLive: timeToLive && durationText(timeToLive),
    retry: retry && { ...retry, delay: durationText(retry.delay) },
    followUps: followUps?.map(({ delay, service, ...each }) => ({
      ...each,
      delay: writtenDistribution(delay),
      service: writtenDistribution(service),
    })),
  };
}

function group({ name: _, serves, warmUp, grace, needs, health, failures, stop, ...all }: GroupSpec) {
  const { pricePerHour, billing, batch, signals, adapter, ...rest } = all;
  const { memoryPerTask, gpuMemoryPerTask, gpuMemory, gpus, ...use } = needs;
  return {
    serves: serves.length === 1 ? serves[0] : serves,
    ...rest,
    warmUp: writtenDistribution(warmUp),
    grace: durationText(grace),
    batch: batch && { ...batch, linger: durationText(batch.linger) },
    signals: signals && durations(signals),
    adapter: adapter && {
      ...adapter,
      maximums: adapter.maximums?.map((step) => ({ ...step, at: durationText(step.at) })),
    },
    stop: stop && durations(stop),
    health: health && {
      ...health,
      delay: durationText(health.delay),
      unhealthy: health.unhealthy && {
        every: writtenDistribution(health.unhealthy.every),
        for: writtenDistribution(health.unhealthy.for),
      },
    },
    failures: failures && {
      ...failures,
      blackHoleTime: durationText(failures.blackHoleTime),
      pruneAfter: durationText(failures.pruneAfter),
      crash: failures.crash && writtenDistribution(failures.crash),
    },
    needs: {
      ...use,
      memory: memoryText(needs.memory),
      ...(gpus > 0 || gpuMemory > 0 ? { gpus, gpuMemory: memoryText(gpuMemory) } : {}),
      memoryPerTask: memoryPerTask && memoryText(memoryPerTask),
      gpuMemoryPerTask: gpuMemoryPerTask && memoryText(gpuMemoryPerTask),
    },
    price: price(all),
  };
}

function controller({ name: _, check: when, takes, groups, ...rest }: ControllerSpec) {
  return { groups, ...rest, check: check(when), takes: durationText(takes) };
}

function sensor({ period, lag, window, loss, smoothing, staleAfter }: Sensor) {
  return {
    ...durations({ period, lag, window }),
    loss,
    smoothing: smoothing && durationText(smoothing),
    staleAfter: staleAfter && durationText(staleAfter),
  };
}

function fault(spec: FaultSpec) {
  const { kind, ...given } = spec;
  const {
    at,
    every,
    for: length,
    delay,
    ...what
  } = given as typeof given & {
    at?: readonly number[];
    every?: Distribution;
    for?: Distribution;
    delay?: number;
  };
  const does = kind === "actuator" ? { does: delay === undefined ? "refuse" : "slow" } : {};
  return {
    [kind]: { ...what, ...does, delay: delay && durationText(delay) },
    at: at?.map(durationText),
    every: every && writtenDistribution(every),
    for: length && writtenDistribution(length),
  };
}

function policy({ label, policy: which, parameters }: PolicySpec, folder: string) {
  const { wrap, ...own } = parameters as { readonly [key: string]: Json };
  const name = "file" in which ? { file: relativePath(folder, which.file) } : { policy: which.name };
  return { ...name, name: label, parameters: own, wrap };
}

/** Without undefined members, at any depth. */
function json(value: unknown): Json {
  if (Array.isArray(value)) return value.map(json);
  if (typeof value !== "object" || value === null) return value as Json;
  const entries = Object.entries(definite(value)).map(([key, each]) => [key, json(each)]);
  return Object.fromEntries(entries);
}
