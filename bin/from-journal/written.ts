import { catalogue, type JournalRecord, type Json, type Observation, UsageError } from "../../policies/index.ts";
import { checkPeriod, type Recorded } from "../recorded/read-recorded.ts";
import { gpuMemoryHeld, isAcknowledgedBefore, warmUps } from "./measured.ts";
import { sourceOf } from "./source-of.ts";

/** A scenario as it is written, and what has to be known of how it was come by. */
export interface Written {
  readonly scenario: { readonly [key: string]: Json };
  readonly notes: readonly string[];
}

/**
 * What a journal tells of a plant and its work, as a scenario; what it does not tell is noted, and as the scenario's defaults say.
 * `module`: of its policy, as a scenario names it.
 */
export function writtenScenario(recorded: Recorded, module?: string): Written {
  const { records } = recorded;
  const first = records[0] as JournalRecord;
  const period = checkPeriod(recorded);
  const span = (records.at(-1)?.time ?? first.time) - first.time;
  const plant = everSeen(records);
  const notes: string[] = [];
  const longest = Math.max(...records.slice(1).map(({ time }, index) => time - (records[index]?.time ?? time)));
  if (longest > 3 * period) notes.push(`For ${short(longest)} there was no check: what went on then is as around it.`);
  const scenario = {
    version: 1,
    start: Math.floor(first.time),
    horizon: short(span),
    check: short(period),
    nodes: nodesOf(plant, notes),
    queues: Object.fromEntries(
      Object.keys(plant.queues)
        .filter((queue) => isAcknowledgedBefore(records, queue))
        .map((queue) => [queue, { acknowledge: "before" }]),
    ),
    groups: Object.fromEntries(Object.keys(plant.groups).map((name) => [name, groupOf(recorded, plant, name, notes)])),
    workload: Object.keys(plant.queues).flatMap((queue) => sourceOf(recorded, queue, Object.keys(plant.queues), notes)),
    policies: [policyOf(recorded, module)],
  };
  notes.push("Not in a journal: cores and memory that a replica takes, its grace time, prices.");
  return { scenario: JSON.parse(JSON.stringify(scenario)), notes };
}

/** The queues, groups, nodes and devices of all observations: what failed to be read at one is there at another. */
function everSeen(records: readonly JournalRecord[]): Observation {
  const observations = records.map(({ observation }) => observation);
  const all = <Thing>(of: (seen: Observation) => Readonly<Record<string, Thing>>) =>
    Object.assign({}, ...observations.toReversed().map(of)) as Record<string, Thing>;
  const served = Object.values(all(({ groups }) => groups)).flatMap(({ serves }) => serves);
  const queues = Object.entries(all((seen) => seen.queues)).filter(([name]) => served.includes(name));
  return {
    ...(observations[0] as Observation),
    queues: Object.fromEntries(queues),
    groups: all((seen) => seen.groups),
    nodes: all((seen) => seen.nodes),
    devices: all((seen) => seen.devices),
  };
}

function nodesOf({ nodes, devices }: Observation, notes: string[]) {
  const gpus = Object.values(devices);
  const names = [...new Set([...Object.keys(nodes), ...gpus.map(({ node }) => node)])];
  if (names.length === 0) {
    notes.push("The journal tells of no machine: the one here is made up, and has room for everybody.");
    return { machine: { cores: 1, memory: "1GiB" } };
  }
  return Object.fromEntries(
    names.map((name) => {
      const { cores = 1, memoryTotal } = nodes[name] ?? {};
      const own = gpus.filter(({ node }) => node === name).toSorted((a, b) => a.index - b.index);
      if (memoryTotal === undefined) notes.push(`How much memory ${name} has is not known: 1GiB stands for it.`);
      const known = own.flatMap(({ memoryTotal: memory }) => (memory === undefined ? [] : [{ memory: `${memory}B` }]));
      if (known.length < own.length) notes.push(`GPUs of ${name} whose memory was never read are left out.`);
      return [
        name,
        {
          cores,
          memory: memoryTotal === undefined ? "1GiB" : `${memoryTotal}B`,
          gpus: known.length > 0 ? known : undefined,
        },
      ];
    }),
  );
}

function groupOf(recorded: Recorded, plant: Observation, name: string, notes: string[]) {
  const { records } = recorded;
  const group = plant.groups[name] as Observation["groups"][string];
  const { serves, minimum, maximum, offers } = group;
  const begun = (
    records.find(({ observation }) => observation.groups[name] !== undefined)?.observation.groups[name] ?? group
  ).replicas;
  const staying = begun.filter(({ phase }) => phase !== "draining" && phase !== "failed");
  const isReady = staying.length === 0 || staying.some(({ phase }) => phase === "ready");
  const { seconds: seen, atChecks } = warmUps(records, name, checkPeriod(recorded));
  if (seen.length === 0) notes.push(`No replica of ${name} was seen to start: how long it warms up is not known.`);
  else {
    const how = atChecks ? ", which were seen over at checks: half of the time between two is taken off" : "";
    notes.push(`The warm-up of ${name} is that of ${seen.length} starts${how}.`);
  }
  const gpus = Math.max(
    0,
    ...records.flatMap(({ observation }) =>
      (observation.groups[name]?.replicas ?? []).map(({ devices }) => devices?.length ?? 0),
    ),
  );
  return {
    serves: [...serves],
    minimum,
    maximum,
    offers,
    initial: { replicas: staying.length, phase: isReady ? "ready" : "warming" },
    warmUp: seen.length === 0 ? undefined : momentsOf(seen),
    needs: { cores: 0, ...(gpus > 0 && { gpus, gpuMemory: gpuMemoryOf(records, plant, name, notes) }) },
  };
}

function gpuMemoryOf(records: Recorded["records"], { devices }: Observation, name: string, notes: string[]): string {
  const held = gpuMemoryHeld(records, name);
  if (held !== undefined && held > 0) {
    notes.push(`The GPU memory of ${name} is what was in use on GPUs that one of them held alone.`);
    return `${held}B`;
  }
  notes.push(`How much GPU memory a replica of ${name} takes is not known: here it takes all of the smallest GPU.`);
  return `${Math.min(...Object.values(devices).flatMap(({ memoryTotal }) => memoryTotal ?? []), 2 ** 50)}B`;
}

/** Of the catalogue, or of the module that is named for it. */
function policyOf({ header, file }: Recorded, module: string | undefined) {
  const { policy, parameters } = header;
  const { wrap, ...own } = (parameters ?? {}) as { readonly [key: string]: Json };
  if (module !== undefined) return { file: module, name: policy, parameters: own, wrap };
  if (catalogue.some((entry) => entry.name === policy)) return { policy, parameters: own, wrap };
  throw new UsageError(
    `was made by the policy "${policy}", which is none of the catalogue; name its module with --policy`,
    {
      file,
    },
  );
}

/** A distribution with the moments of a sample, as `trace fit` has it. */
function momentsOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const cv = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) / mean;
  return mean === 0 || cv < 1e-6 ? short(mean) : { lognormal: { mean: short(mean), cv: Number(cv.toPrecision(3)) } };
}

/** A duration of five digits. */
function short(seconds: number): string {
  return `${Number(seconds.toPrecision(5))}s`;
}
