import { didYouMean } from "../policies/index.ts";
import type { Path } from "./path.ts";
import type { Problem } from "./problems.ts";
import { gpusOf, nodeNames, resolveNeeds } from "./resolve.ts";
import type { Needs } from "./scenario.ts";
import type { ScenarioFile } from "./schema.ts";

/** Names, bounds and room of nodes, queues and groups. */
export function checkPlant(read: ScenarioFile): Problem[] {
  return [
    ...checkSeeds(read),
    ...checkNodes(read.nodes),
    ...checkQueues(read),
    ...Object.entries(read.groups).flatMap(([name, group]) => [
      ...checkBounds(["groups", name], group),
      ...checkStation(["groups", name], group),
      ...checkNeeds(["groups", name, "needs"], group, nodesFor(group, read.nodes)),
    ]),
  ];
}

function checkSeeds({ seeds }: ScenarioFile): Problem[] {
  if (seeds === undefined || typeof seeds === "number") return [];
  const again = seeds.findIndex((seed, index) => seeds.indexOf(seed) < index);
  return again < 0 ? [] : [{ path: ["seeds", again], message: `seed ${seeds[again]} is listed twice` }];
}

function checkNodes(nodes: ScenarioFile["nodes"]): Problem[] {
  if (Object.keys(nodes).length === 0) return [{ path: ["nodes"], message: "is empty; list at least one node" }];
  const taken = new Set<string>();
  return Object.entries(nodes).flatMap(([key, { count }]) => {
    const names = nodeNames(key, count);
    const double = names.find((name) => taken.has(name));
    for (const name of names) taken.add(name);
    return double === undefined
      ? []
      : [{ path: ["nodes", key], at: "key" as const, message: `two nodes would be called "${double}"; rename one` }];
  });
}

function checkQueues({ queues, groups }: ScenarioFile): Problem[] {
  if (Object.keys(groups).length === 0) return [{ path: ["groups"], message: "is empty; list at least one group" }];
  const served = servedQueues(groups);
  const unserved = (queue: string) => `no group serves the queue "${queue}"${didYouMean(queue, served)}`;
  return Object.entries(queues).flatMap(([queue, { followUps = [] }]) => [
    ...(served.includes(queue) ? [] : [{ path: ["queues", queue], at: "key" as const, message: unserved(queue) }]),
    ...followUps.flatMap((rule, index) =>
      served.includes(rule.queue)
        ? []
        : [{ path: ["queues", queue, "followUps", index, "queue"], message: unserved(rule.queue) }],
    ),
  ]);
}

/** What a replica has at once must be possible. */
function checkStation(path: Path, { slots, batch, prefetch }: ScenarioFile["groups"][string]): Problem[] {
  if (slots !== undefined && batch !== undefined) {
    return [
      { path: [...path, "batch"], at: "key", message: "is given together with slots; only one of them is allowed" },
    ];
  }
  if (prefetch === undefined) return [];
  if (slots !== undefined && prefetch < slots.count) {
    return [
      { path: [...path, "prefetch"], message: `${prefetch} is less than the slots, ${slots.count}: they never fill` },
    ];
  }
  if (batch !== undefined && prefetch < batch.most) {
    const message = `${prefetch} is less than a batch, ${batch.most}: it never fills; raise prefetch or lower most`;
    return [{ path: [...path, "prefetch"], message }];
  }
  return [];
}

export function servedQueues(groups: ScenarioFile["groups"]): string[] {
  return [...new Set(Object.values(groups).flatMap(({ serves }) => serves))];
}

function checkBounds(path: Path, group: ScenarioFile["groups"][string]): Problem[] {
  const { minimum, maximum, initial, serves } = group;
  const problems: Problem[] = [];
  if (maximum !== undefined && minimum > maximum) {
    problems.push({ path: [...path, "minimum"], message: `${minimum} is more than the maximum, ${maximum}` });
  }
  const replicas = typeof initial === "object" ? initial.replicas : initial;
  if (maximum !== undefined && replicas !== undefined && replicas > maximum) {
    const at = typeof initial === "object" ? ["initial", "replicas"] : ["initial"];
    problems.push({ path: [...path, ...at], message: `${replicas} is more than the maximum, ${maximum}` });
  }
  if (typeof serves !== "string" && new Set(serves).size < serves.length) {
    problems.push({ path: [...path, "serves"], message: "names a queue twice" });
  }
  return problems;
}

/** What a replica takes, with the memory of all the tasks it may have at once. */
export function claimOf({ needs, workers, slots, batch }: ScenarioFile["groups"][string]): Needs {
  const own = resolveNeeds(needs);
  const most = workers ?? slots?.count ?? batch?.most ?? 1;
  return {
    ...own,
    memory: own.memory + most * (own.memoryPerTask ?? 0),
    gpuMemory: own.gpuMemory + most * (own.gpuMemoryPerTask ?? 0),
  };
}

/** Where its replicas may run. */
export function nodesFor(
  { node }: ScenarioFile["groups"][string],
  nodes: ScenarioFile["nodes"],
): ScenarioFile["nodes"] {
  if (node === undefined) return nodes;
  return Object.fromEntries(Object.entries(nodes).filter(([name, { count }]) => nodeNames(name, count).includes(node)));
}

/** A replica that fits nowhere would be pending for ever. */
function checkNeeds(path: Path, group: ScenarioFile["groups"][string], nodes: ScenarioFile["nodes"]): Problem[] {
  const written = group.needs;
  const needs = claimOf(group);
  const all = Object.values(nodes).map((node) => ({ memory: node.memory, gpus: gpusOf(node) }));
  if (all.length === 0) return [];
  if (needs.gpus > 0 && written.gpuMemory === undefined) {
    return [{ path: [...path, "gpuMemory"], message: "is missing; write what it takes on each GPU, for example 32GB" }];
  }
  if (needs.gpus === 0 && (written.gpuMemory ?? 0) > 0) {
    return [{ path: [...path, "gpuMemory"], message: "is given with 0 gpus; write gpus: 1, or leave it out" }];
  }
  if (needs.gpus === 0 && written.gpuMemoryPerTask !== undefined) {
    return [{ path: [...path, "gpuMemoryPerTask"], message: "is given without gpuMemory" }];
  }
  const available = Math.max(...all.map(({ memory }) => memory));
  if (needs.memory > available) {
    const message = `no node has ${amount(needs.memory)} of memory; the largest has ${amount(available)}`;
    return [{ path: [...path, "memory"], message }];
  }
  const largest = Math.max(0, ...all.flatMap(({ gpus }) => gpus));
  if (needs.gpus > 0 && needs.gpuMemory > largest) {
    const have = largest === 0 ? "there are no GPUs" : `the largest has ${amount(largest)}`;
    return [{ path: [...path, "gpuMemory"], message: `no GPU has ${amount(needs.gpuMemory)} of memory; ${have}` }];
  }
  const fitting = all.map(({ gpus }) => gpus.filter((memory) => memory >= needs.gpuMemory).length);
  if (Math.max(0, ...fitting) < needs.gpus) {
    const message = `no node has ${needs.gpus} GPUs with ${amount(needs.gpuMemory)}; the most on one node is ${Math.max(0, ...fitting)}`;
    return [{ path: [...path, "gpus"], message }];
  }
  if (!all.some(({ memory }, index) => fitsNode(needs, memory, fitting[index] ?? 0))) {
    return [{ path, message: "no node has both the memory and the GPUs that a replica needs" }];
  }
  return [];
}

function fitsNode(needs: Needs, memory: number, fittingGpus: number): boolean {
  return memory >= needs.memory && fittingGpus >= needs.gpus;
}

/** As people write it: 40GiB, 32GB. */
function amount(bytes: number): string {
  if (bytes > 0 && bytes % 1e9 === 0) return `${bytes / 1e9}GB`;
  return `${Number((bytes / 2 ** 30).toFixed(2))}GiB`;
}
