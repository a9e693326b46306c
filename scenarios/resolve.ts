import { dirname, parse, resolve as resolvePath } from "node:path";
import { catalogue } from "../policies/index.ts";
import type { Json } from "../policies/policy.ts";
import { definite } from "./definite.ts";
import { withUnits } from "./parameters.ts";
import { classSpecs } from "./resolve-classes.ts";
import { checkOf, controllers } from "./resolve-controllers.ts";
import { expectSpecs, objectiveSpec, precisionSpec } from "./resolve-objective.ts";
import { background, failures, fault, health, type Known } from "./resolve-trouble.ts";
import type {
  BatchSize,
  ClassSpec,
  GpuSpec,
  GroupSpec,
  Needs,
  NodeSpec,
  PolicySpec,
  QueueSpec,
  Scenario,
  Sensor,
  Sensors,
  SourceSpec,
} from "./scenario.ts";
import type { PolicyFile, ScenarioFile } from "./schema.ts";
import { signalWindows } from "./signal-windows.ts";
import { tracePath } from "./trace-path.ts";

/** Fills in what depends on other fields and gives everything its name. `file` is where relative paths start. */
export function resolve(read: ScenarioFile, file: string): Scenario {
  return definite({
    version: 1,
    name: read.name ?? parse(file).name,
    description: read.description,
    start: read.start,
    horizon: read.horizon,
    seeds: seedsOf(read.seeds ?? 5),
    check: checkOf(read.check),
    controllers: controllers(read),
    objective: objectiveSpec(read),
    precision: precisionSpec(read),
    windows: read.windows,
    transient: read.transient,
    demandWindow: read.demandWindow,
    expect: expectSpecs(read),
    nodes: Object.entries(read.nodes).flatMap(([name, node]) => nodes(name, node)),
    queues: queues(read),
    dispatcher: read.dispatcher,
    groups: Object.entries(read.groups).map(([name, group]) =>
      groupSpec(name, group, groupWindow(read.sensors), read.dispatcher !== undefined),
    ),
    workload: sources(read.workload, file),
    sensors: sensors(read.sensors),
    faults: read.faults?.map((each) => fault(each, knownNames(read))),
    signals: read.signals,
    policies: read.policies.map((policy) => policySpec(policy, file)),
    baseline: read.baseline,
  });
}

function seedsOf(seeds: number | readonly number[]): readonly number[] {
  return typeof seeds === "number" ? Array.from({ length: seeds }, (_, index) => index + 1) : seeds;
}

export function nodeNames(name: string, count: number): string[] {
  return count === 1 ? [name] : Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}

function nodes(name: string, node: ScenarioFile["nodes"][string]): NodeSpec[] {
  const gpus = gpuSpecs(node);
  return nodeNames(name, node.count).map((each) =>
    definite({
      name: each,
      cores: node.cores,
      memory: node.memory,
      gpus,
      ...node.price,
      background: background(node, gpus.length),
    }),
  );
}

/** Memory of each GPU of the node. */
export function gpusOf(node: ScenarioFile["nodes"][string]): number[] {
  return gpuSpecs(node).map(({ memory }) => memory);
}

function gpuSpecs({ gpus = [] }: ScenarioFile["nodes"][string]): GpuSpec[] {
  const each = Array.isArray(gpus) ? gpus : Array.from({ length: gpus.count }, () => gpus);
  return each.map(({ memory, price }) => ({ memory, ...price }));
}

/** Those listed, then those only named by a group. */
function queues(read: ScenarioFile): QueueSpec[] {
  const served = Object.values(read.groups).flatMap(({ serves }) => serves);
  return [...new Set([...Object.keys(read.queues), ...served])].map((name) => {
    const { needs, acknowledge = "after", timeToLive, retry, followUps } = read.queues[name] ?? {};
    return definite({ name, needs, acknowledge, timeToLive, retry, followUps: followUps?.map(definite) });
  });
}

/** Everything a fault can concern. */
export function knownNames(read: Pick<ScenarioFile, "nodes" | "groups">): Known {
  const nodes = Object.entries(read.nodes).flatMap(([key, node]) =>
    nodeNames(key, node.count).map((name) => ({ name, gpus: gpusOf(node).length })),
  );
  return {
    nodes: nodes.map(({ name }) => name),
    devices: nodes.flatMap(({ name, gpus }) => Array.from({ length: gpus }, (_, index) => `${name}/gpu${index}`)),
    groups: Object.keys(read.groups),
    queues: [...new Set(Object.values(read.groups).flatMap(({ serves }) => serves))],
  };
}

type GroupFile = ScenarioFile["groups"][string];

function groupSpec(name: string, given: GroupFile, window: number, pushed: boolean): GroupSpec {
  const { price, serves, needs, initial, signals, workers = pushed ? 1 : undefined, reports, ...group } = given;
  return definite({
    name,
    ...group,
    health: health(group),
    failures: failures(group),
    workers,
    reports: reports === "everything" ? undefined : reports,
    adapter: group.adapter && definite(group.adapter),
    serves: typeof serves === "string" ? [serves] : serves,
    initial: typeof initial === "object" ? initial : { replicas: initial ?? group.minimum, phase: "ready" as const },
    needs: resolveNeeds(needs),
    signals: signalWindows(given, window),
    ...price,
  });
}

export function resolveNeeds(needs: GroupFile["needs"]): Needs {
  const gpus = needs.gpus ?? (needs.gpuMemory === undefined ? 0 : 1);
  return definite({
    cores: needs.cores,
    warmUpCores: needs.warmUpCores ?? needs.cores,
    memory: needs.memory,
    gpus,
    gpuMemory: needs.gpuMemory ?? 0,
    gpuUtilization: needs.gpuUtilization ?? (gpus > 0 ? 1 : 0),
    memoryPerTask: needs.memoryPerTask,
    gpuMemoryPerTask: needs.gpuMemoryPerTask,
  });
}

type SourceFile = ScenarioFile["workload"][number];

function sources(workload: readonly SourceFile[], file: string): SourceSpec[] {
  const taken = new Set(workload.map(({ name }) => name));
  return workload.map((source) => {
    const name = source.name ?? unusedName(`${source.queue}-${sourceKind(source)}`, taken);
    taken.add(name);
    return sourceSpec(name, source, file);
  });
}

function unusedName(name: string, taken: ReadonlySet<string | undefined>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

const KINDS = ["poisson", "renewal", "markov", "curve", "spikes", "clients", "trace"] as const;

export function sourceKind(source: SourceFile): (typeof KINDS)[number] {
  return KINDS.find((kind) => source[kind] !== undefined) ?? "poisson";
}

function sourceSpec(name: string, source: SourceFile, file: string): SourceSpec {
  const { queue, from, until, service, poisson, renewal, markov, curve, spikes, clients, trace } = source;
  const base = { name, queue, from, until, classes: classSpecs(source) };
  if (trace !== undefined) return traceSpec(base, trace, service, file);
  // The checks have made sure that a source that is not a trace has a service time.
  const drawn = { ...base, service: service ?? ({ kind: "constant", value: 0 } as const) };
  if (spikes !== undefined) return definite({ ...drawn, kind: "spikes", ...spikes, at: [spikes.at].flat() });
  if (clients !== undefined) return definite({ ...drawn, kind: "clients", ...clients });
  const batched = { ...drawn, batch: source.batch === undefined ? undefined : batchSize(source.batch) };
  if (curve !== undefined) {
    const { daily, points = [], file: counts, ...rest } = curve;
    const shape = daily === undefined ? { points, ...rest } : { ...rest, points: dailyPoints(daily), repeat: DAY };
    const path = counts === undefined ? undefined : tracePath(counts, file);
    return definite({ ...batched, kind: "curve", ...shape, file: path });
  }
  if (renewal !== undefined) return definite({ ...batched, kind: "renewal", ...renewal });
  if (markov !== undefined) return definite({ ...batched, kind: "markov", ...markov });
  return definite({ ...batched, kind: "poisson", rate: poisson?.rate ?? 0 });
}

function traceSpec(
  base: { name: string; queue: string; from: number; until: number | undefined; classes: ClassSpec[] | undefined },
  trace: NonNullable<SourceFile["trace"]>,
  service: SourceFile["service"],
  file: string,
): SourceSpec {
  const { columns, class: kinds, window, speeds, loop, ...rest } = trace;
  return definite({
    ...base,
    kind: "trace",
    ...rest,
    loop: loop || undefined,
    columns: columns && definite(columns),
    class: kinds === undefined ? undefined : [kinds].flat(),
    window: window && definite(window),
    speeds: speeds && { ...speeds, filter: lists(speeds.filter), file: tracePath(speeds.file, file) },
    filter: lists(trace.filter),
    file: tracePath(trace.file, file),
    service,
  });
}

function lists(filter: NonNullable<SourceFile["trace"]>["filter"]): Record<string, string[]> {
  return Object.fromEntries(Object.entries(filter).map(([column, values]) => [column, [values].flat()]));
}

function batchSize(read: NonNullable<SourceFile["batch"]>): BatchSize {
  if (typeof read === "number") return { kind: "constant", value: read };
  if (read.uniform !== undefined) return { kind: "uniform", ...read.uniform };
  if (read.empirical !== undefined) return { kind: "empirical", values: read.empirical };
  return { kind: "geometric", mean: read.geometric?.mean ?? 1 };
}

const DAY = 86_400;
const HALF_HOUR = 1800;

/** A cosine in straight pieces of half an hour: nowhere more than a five-hundredth of its height beside it. */
function dailyPoints({ low, high, peak }: { low: number; high: number; peak: number }) {
  return Array.from({ length: DAY / HALF_HOUR }, (_, index) => {
    const at = index * HALF_HOUR;
    const share = (1 + Math.cos((2 * Math.PI * (at - peak)) / DAY)) / 2;
    return { at, rate: low + (high - low) * share };
  });
}

/** Usual habits: brokers and metrics give rates per minute, CPU is sampled for some seconds, nvidia-smi tells of this instant. */
const WINDOWS = { queues: 60, groups: 60, nodes: 10, devices: 0 } as const;

function groupWindow(read: ScenarioFile["sensors"]): number {
  return read.groups?.window ?? read.window ?? WINDOWS.groups;
}

function sensors(read: ScenarioFile["sensors"]): Sensors {
  const one = (kind: keyof typeof WINDOWS): Sensor => {
    const own = read[kind];
    return definite({
      period: own?.period ?? read.period ?? 0,
      lag: own?.lag ?? read.lag ?? 0,
      window: own?.window ?? read.window ?? WINDOWS[kind],
      smoothing: own?.smoothing ?? read.smoothing,
      loss: own?.loss ?? read.loss,
      staleAfter: own?.staleAfter ?? read.staleAfter,
    });
  };
  return { queues: one("queues"), groups: one("groups"), nodes: one("nodes"), devices: one("devices") };
}

/** A policy as an entry of `policies` says it; a module is looked for beside `file`. */
export function policySpec(read: PolicyFile, file: string): PolicySpec {
  const label = labelOf(read);
  if (typeof read === "string") return { label, policy: { name: read }, parameters: {} };
  const parameters = parametersOf(read);
  if (read.file !== undefined) return { label, policy: { file: resolvePath(dirname(file), read.file) }, parameters };
  const schema = catalogue.find(({ name }) => name === read.policy)?.parameters;
  const known = schema === undefined ? parameters : withUnits(parameters, schema);
  return { label, policy: { name: read.policy ?? "" }, parameters: known };
}

/** Wrappers are parameters of the policy they make. */
export function parametersOf({ parameters, wrap }: Exclude<PolicyFile, string>): Json {
  return (wrap === undefined ? parameters : { ...parameters, wrap }) as Json;
}

export function labelOf(read: PolicyFile): string {
  if (typeof read === "string") return read;
  return read.name ?? read.policy ?? parse(read.file ?? "").name;
}
