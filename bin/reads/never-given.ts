import { didYouMean } from "../../policies/index.ts";
import type { Device, Group, Node, Queue, Replica } from "../../policies/policy.ts";
import type { Scenario } from "../../scenarios/index.ts";
import { groupSignalRemedy } from "./group-signal-remedy.ts";
import type { ReadPath } from "./recorded.ts";

/** Something that is never there: what it would be, of what if of anything, and what to do about it. */
export interface NeverGiven {
  readonly reading: string;
  readonly owner?: string;
  readonly remedy: string;
}

/** What was looked for and not found, if this scenario never gives it. Undefined: it may, or it means something that it is not there. */
export function neverGiven(path: ReadPath, scenario: Scenario): NeverGiven | undefined {
  const [table = "", owner = "", part, , inner] = path;
  const name = path.at(-1) ?? "";
  if (path.length === 2) return table === "signals" ? scenarioSignal(name, scenario) : thing(table, name, scenario);
  if (path.length === 3) return field(table, owner, name);
  if (table !== "groups") return undefined;
  if (part === "signals") return groupSignal(owner, name, scenario);
  if (part !== "replicas") return undefined;
  if (path.length === 5) return field("replicas", owner, name);
  return inner === "signals" ? replicaSignal(owner, name) : undefined;
}

function scenarioSignal(name: string, { signals = {} }: Scenario): NeverGiven | undefined {
  if (name === "throughput" || Object.hasOwn(signals, name)) return undefined;
  return { reading: `the signal ${name}`, remedy: `write signals: { ${name}: 1 } in the scenario if it never changes` };
}

function groupSignal(owner: string, name: string, { groups }: Scenario): NeverGiven | undefined {
  const spec = groups.find((group) => group.name === owner);
  const remedy = spec && groupSignalRemedy(name, spec);
  return remedy === undefined ? undefined : { reading: `the signal ${name}`, owner, remedy };
}

function replicaSignal(owner: string, name: string): NeverGiven | undefined {
  if (name === "cpu" || name === "memory") return undefined;
  return { reading: `the signal ${name}`, owner: `replicas of ${owner}`, remedy: "replicas have cpu and memory" };
}

/** A queue, group, node or GPU by its name. */
function thing(table: string, name: string, { queues, groups, nodes }: Scenario): NeverGiven | undefined {
  const known: Readonly<Record<string, readonly [what: string, names: readonly string[]]>> = {
    queues: ["queue", queues.map((queue) => queue.name)],
    groups: ["group", groups.map((group) => group.name)],
    nodes: ["node", nodes.map((node) => node.name)],
    devices: ["GPU", nodes.flatMap((node) => node.gpus.map((_, index) => `${node.name}/gpu${index}`))],
  };
  const [what, names = []] = known[table] ?? [];
  // A class of tasks with needs of its own is `queue/class` to policies.
  const own = table === "queues" ? name.replace(/\/.*/, "") : name;
  if (what === undefined || names.includes(own) || NO_NAMES.includes(name)) return undefined;
  return { reading: `the ${what} "${name}"`, remedy: choice(name, names) };
}

/** What a policy comes to when it looks for a thing that a group does not have, such as the second queue it serves. */
const NO_NAMES = ["", "undefined", "null"];

/** One that no observation has, in any scenario; most likely misspelt. */
function field(table: string, owner: string, name: string): NeverGiven | undefined {
  if (table === "devices" && name === "models")
    return { reading: "the models", owner, remedy: "models on GPUs are not simulated" };
  const known = FIELDS[table];
  if (known === undefined || name in known) return undefined;
  const of = table === "replicas" ? `replicas of ${owner}` : owner;
  return { reading: `the reading ${name}`, owner: of, remedy: choice(name, Object.keys(known)) };
}

function choice(name: string, names: readonly string[]): string {
  return didYouMean(name, names).replace(/^; /, "") || "there is none";
}

type Fields<Thing> = Readonly<Record<keyof Thing, true>>;

/** Of each thing, all that the contract names. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, true>>>> = {
  queues: {
    waiting: true,
    inService: true,
    oldestWait: true,
    arrivalRate: true,
    deliveryRate: true,
    consumers: true,
    needs: true,
  } satisfies Fields<Queue>,
  groups: {
    serves: true,
    offers: true,
    minimum: true,
    maximum: true,
    desired: true,
    replicas: true,
    signals: true,
  } satisfies Fields<Group>,
  replicas: {
    id: true,
    phase: true,
    since: true,
    started: true,
    inService: true,
    utilization: true,
    node: true,
    devices: true,
    workers: true,
    offers: true,
    requests: true,
    signals: true,
    measured: true,
  } satisfies Fields<Replica>,
  nodes: {
    cores: true,
    cpuUtilization: true,
    loadPerCore: true,
    memoryTotal: true,
    memoryFree: true,
  } satisfies Fields<Node>,
  devices: {
    node: true,
    index: true,
    memoryTotal: true,
    memoryFree: true,
    utilization: true,
    models: true,
  } satisfies Fields<Device>,
};
