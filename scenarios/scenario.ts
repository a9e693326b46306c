import type { Bytes, Capabilities, Fraction, Json, Seconds, Signals } from "../policies/policy.ts";
import type { AdapterSpec } from "./adapter-spec.ts";
import type { Distribution } from "./distribution.ts";
import type { ExpectSpec } from "./expect-spec.ts";
import type { FaultSpec } from "./fault-spec.ts";
import type { ObjectiveSpec } from "./objective-spec.ts";
import type { PrecisionSpec } from "./precision-spec.ts";
import type { SourceSpec } from "./source-spec.ts";
import type { TransientSpec } from "./transient-spec.ts";

export type * from "./adapter-spec.ts";
export type * from "./class-spec.ts";
export type * from "./distribution.ts";
export type * from "./expect-spec.ts";
export type * from "./fault-spec.ts";
export type * from "./objective-spec.ts";
export type * from "./precision-spec.ts";
export type * from "./source-spec.ts";
export type * from "./transient-spec.ts";

/** A scenario with every default filled in and every unit in SI: what the simulator runs. The YAML form is `schema.ts`. */
export interface Scenario {
  readonly version: 1;
  readonly name: string;
  readonly description: string;
  /** Unix time at which a run begins. */
  readonly start: Seconds;
  /** Length of a run. Missing: until the workload has ended and all of it is served. */
  readonly horizon?: Seconds;
  readonly seeds: readonly number[];
  /** When the one controller of everything is stepped; with `controllers` each has its own. */
  readonly check: Check;
  readonly controllers?: readonly ControllerSpec[];
  readonly objective?: ObjectiveSpec;
  /** More seeds than those until the intervals are this tight. Missing: the seeds as they are. */
  readonly precision?: PrecisionSpec;
  /** Left out of waits and sojourns. Missing: nothing. */
  readonly transient?: TransientSpec;
  /** The unit of the statistics is a window of the workload, each run once, and no seed. Missing: seeds are. */
  readonly windows?: { readonly every: Seconds };
  /** Over which the work that arrives is averaged to tell how many replicas keep up with it. Missing: 300. */
  readonly demandWindow?: Seconds;
  /** What is judged after the runs. Missing: nothing. */
  readonly expect?: readonly ExpectSpec[];
  readonly nodes: readonly NodeSpec[];
  readonly queues: readonly QueueSpec[];
  /** Missing: workers take tasks from the queues that their group serves. */
  readonly dispatcher?: DispatcherSpec;
  readonly groups: readonly GroupSpec[];
  readonly workload: readonly SourceSpec[];
  readonly sensors: Sensors;
  /** What goes wrong, whatever the policy. Missing: nothing. */
  readonly faults?: readonly FaultSpec[];
  /** Gauges that never change, by name. */
  readonly signals?: Signals;
  readonly policies: readonly PolicySpec[];
  /** Label of the policy that the others are compared with. Missing: the first. */
  readonly baseline?: string;
}

/**
 * When a controller is stepped: at `phase`, `phase + period`, … seconds into the run; with `onChange` after each arrival,
 * completion and change of a phase, and then `period` may be missing. In either case whenever its policy asks to be woken.
 */
export interface Check {
  readonly period?: Seconds;
  readonly phase: Seconds;
  readonly onChange?: true;
}

/** One controller: an instance of the compared policy with a memory of its own. It sees all queues. */
export interface ControllerSpec {
  readonly name: string;
  /** Names of the groups it decides on: the only ones it sees. */
  readonly groups: readonly string[];
  readonly check: Check;
  /** Its home: the only node it sees, with its GPUs. Missing: it sees all. */
  readonly node?: string;
  /** From what is observed until what was decided takes effect. The next check is `period` after that. */
  readonly takes: Seconds;
  /** Decide on one group at a time, each every `period`, spread evenly; only that group is seen then. Wakes are ignored. */
  readonly heartbeats: boolean;
  /** Merged over the policy's own parameters, as far as the policy knows them. */
  readonly parameters: Json;
}

/** One machine. Its key in observations is `name`; its GPUs are `name/gpu0`, `name/gpu1`, …. */
export interface NodeSpec {
  readonly name: string;
  readonly cores: number;
  readonly memory: Bytes;
  readonly gpus: readonly GpuSpec[];
  /** Dollars an hour; missing: not known, and not counted. */
  readonly pricePerHour?: number;
  readonly billing?: Billing;
  /** Use by others, each step until the next; nothing before the first. Missing: nobody else uses the node. */
  readonly background?: readonly Background[];
}

export interface GpuSpec {
  readonly memory: Bytes;
  /** Dollars an hour while a replica holds it; missing: not counted by itself. */
  readonly pricePerHour?: number;
  readonly billing?: Billing;
}

/** In which steps time is paid for, and the least of it. Missing: to the instant. */
export interface Billing {
  readonly step: Seconds;
  readonly minimum: Seconds;
}

/** What others use of a node from a moment on, seconds into the run. `gpus` has an entry for each GPU of the node. */
export interface Background {
  readonly at: Seconds;
  readonly cores: number;
  readonly memory: Bytes;
  readonly gpus: readonly { readonly utilization: Fraction; readonly memory: Bytes }[];
}

/** A scheduler gives every task at once to a worker, which holds it in a queue of its own: OpenGRIS Scaler. */
export interface DispatcherSpec {
  readonly kind: "push";
  /** `even_load`: to the worker with fewest tasks. `capability`: to one that also offers all that the task needs. */
  readonly allocate: "even_load" | "capability";
  /** Most tasks a worker may have. */
  readonly queueSize: number;
  /** Time between two looks at whether tasks should move to idle workers; 0: never. */
  readonly balanceEvery: Seconds;
  /** Advice that is the same as before is followed again only from this repetition on. */
  readonly trigger: number;
}

export interface QueueSpec {
  readonly name: string;
  /** What its tasks require. Missing: nothing in particular. */
  readonly needs?: Capabilities;
  /** `after`: work of a killed replica is redelivered to its old place. `before`: it is lost. */
  readonly acknowledge: "after" | "before";
  /** A task that has waited so long, from its arrival, leaves unserved. Missing: it waits for ever. */
  readonly timeToLive?: Seconds;
  /** Work that was lost or has expired arrives anew after `delay`, at most `times` times. Missing: never. */
  readonly retry?: { readonly times: number; readonly delay: Seconds };
  /** What each completed task brings about. Missing: nothing. */
  readonly followUps?: readonly FollowUp[];
}

/** Work that arises from finished work. Its demands depend on the task it follows, not on when or where that was done. */
export interface FollowUp {
  readonly queue: string;
  /** So many new tasks, all or none, with this probability. */
  readonly count: number;
  readonly probability: Fraction;
  /** From the completion to their arrival. */
  readonly delay: Distribution;
  readonly service: Distribution;
  /** No more than so many tasks in a run. */
  readonly limit?: number;
}

export interface GroupSpec {
  readonly name: string;
  readonly serves: readonly string[];
  readonly offers?: Capabilities;
  readonly minimum: number;
  readonly maximum?: number;
  /** Replicas at the start of a run, and whether they already serve. */
  readonly initial: { readonly replicas: number; readonly phase: "ready" | "warming" };
  /** Start of a replica → ready. */
  readonly warmUp: Distribution;
  /** How long a draining replica may finish its work before it is killed. */
  readonly grace: Seconds;
  /** What a replica goes through when it is to leave. Missing: it leaves as soon as its work is done. */
  readonly stop?: Stop;
  /** When a warming replica that is to leave does so: `after-grace` if it cannot be interrupted. Missing: at once. */
  readonly cancel?: "at-once" | "after-grace";
  /** Missing: it serves as soon as it has warmed up, and always. */
  readonly health?: Health;
  /** Missing: none fails by itself, and one that a fault ends is replaced after ten seconds. */
  readonly failures?: Failures;
  /**
   * Who leaves when a policy does not say. `idle-first`: pending, then warming, then the longest idle, then busy ones newest
   * first. `oldest` and `newest`: by start, whatever they do.
   */
  readonly release: "idle-first" | "oldest" | "newest";
  /** Which idle replica takes a task. */
  readonly dispatch: "longest-idle" | "newest-idle";
  /** Which fitting node or GPU a replica gets when the action names no place. */
  readonly placement: "most-free" | "first-fit" | "best-fit";
  /** The only node its replicas run on. Missing: any. */
  readonly node?: string;
  readonly needs: Needs;
  /** Tasks a replica serves at once. Missing: one. */
  readonly slots?: {
    readonly count: number;
    /** Speed of each task when 1, 2, … of them are in service; the last entry holds on. */
    readonly speed: readonly number[];
  };
  /** Several tasks served as one. Not together with slots. */
  readonly batch?: Batch;
  /** Consumers that a replica is, each with a queue of its own and one task at a time: given with a dispatcher, and only then. */
  readonly workers?: number;
  /** What its owner tells of a replica with push dispatch; missing: everything. `nothing`: no workers, and no capabilities. */
  readonly reports?: "nothing" | "other-workers";
  /** Missing: whatever starts them never refuses, and pays no heed to what they should offer. Only with a dispatcher. */
  readonly adapter?: AdapterSpec;
  /** Messages a replica holds without having acknowledged them. Missing: it takes one only when it can begin it. */
  readonly prefetch?: number;
  /** The first tasks after a start take so many times as long. */
  readonly firstTasks?: { readonly count: number; readonly slowdown: number };
  /** Windows of the signals that need a record of every task or failure: only what is named here is measured. */
  readonly signals?: Readonly<Partial<Record<RecordedSignal, Seconds>>>;
  /** A replica stores a checkpoint after each so many tasks. */
  readonly checkpointEvery?: number;
  /** Dollars an hour a replica, from its start until it is gone. */
  readonly pricePerHour?: number;
  readonly billing?: Billing;
}

/** Latency: arrival to completion. Service time and an episode's duration: beginning of service to completion. */
export type RecordedSignal =
  | "latencyP50"
  | "latencyP95"
  | "errorRatio"
  | "serviceTime"
  | "episodeDuration"
  | "episodesPerHour"
  | "checkpointsPerHour"
  | "failuresPerHour";

/** What one replica takes. Memory and GPU memory are held from its start until it is gone; cores and utilization only while used. */
export interface Needs {
  /** Cores in use while it serves a task. */
  readonly cores: number;
  /** Cores in use while it warms up. */
  readonly warmUpCores: number;
  readonly memory: Bytes;
  readonly gpus: number;
  /** On each of its GPUs. */
  readonly gpuMemory: Bytes;
  /** In use for each task it serves, on top. Admission counts the most tasks it may have at once. Missing: 0. */
  readonly memoryPerTask?: Bytes;
  readonly gpuMemoryPerTask?: Bytes;
  /** Share of each of its GPUs in use while it serves a task. */
  readonly gpuUtilization: Fraction;
}

/**
 * A replica gathers messages and serves them together, when it has `most` of them, or when one comes more than `linger` seconds
 * after the batch before (or its becoming ready). With `waits`, a partial batch is also begun `linger` seconds after its first
 * message; without, it waits for the next message, however long that takes: DistributedFunSearch's partial-batch stall.
 */
export interface Batch {
  readonly most: number;
  readonly linger: Seconds;
  readonly waits: boolean;
  /** The work of a batch, from that of its tasks. */
  readonly work: "longest" | "mean" | "sum";
  /** Times this for 1, 2, … tasks; the last entry holds on. */
  readonly slowdown: readonly number[];
}

/**
 * The stopping sequence. The broker counts the replica as a consumer for `unroute` more, though it gives it no more work; open
 * connections last for `drain`; then it may finish its work within the group's `grace` time, is killed if it does not, and needs
 * `checkpoint` to save its state if it does. It holds its memory and GPUs to the end.
 */
export interface Stop {
  readonly unroute: Seconds;
  readonly drain: Seconds;
  readonly checkpoint: Seconds;
}

/** A warmed-up replica is checked after `delay`, again and again until it passes, and serves then. */
export interface Health {
  readonly delay: Seconds;
  /** Chance that such a check fails. */
  readonly failure: Fraction;
  /** So many failed checks in a row end a start. Missing: none do. */
  readonly attempts?: number;
  /** How long a ready replica stays healthy, and unhealthy after that. Missing: for ever. */
  readonly unhealthy?: { readonly every: Distribution; readonly for: Distribution };
}

/** How replicas fail by themselves. The three chances concern starts and exclude each other. */
export interface Failures {
  /** It ends after part of its warm-up. */
  readonly exit: Fraction;
  /** It warms up for ever. */
  readonly hang: Fraction;
  /** It serves, but acknowledges each task `blackHoleTime` after it got it and produces nothing: the task is lost. */
  readonly blackHole: Fraction;
  readonly blackHoleTime: Seconds;
  /** Time from when it first serves until it dies. Missing: it does not. */
  readonly crash?: Distribution;
  /**
   * Whether the owner drops a dead replica, `pruneAfter` seconds after its death, and starts another in its place. If not, it
   * stays listed and counts as one of those desired.
   */
  readonly prune: boolean;
  readonly pruneAfter: Seconds;
}

/**
 * How the policy sees the plant. `period` 0: read at the check itself; else every `period` seconds. A reading is seen `lag`
 * seconds later. Rates, CPU and GPU utilization are averages over `window` seconds before the reading (0: at that instant; rates
 * then average since the reading before).
 */
export interface Sensor {
  readonly period: Seconds;
  readonly lag: Seconds;
  readonly window: Seconds;
  /** Gauges follow their readings exponentially with this time constant; counts of replicas do not. Missing: at once. */
  readonly smoothing?: Seconds;
  /** Each reading of each thing fails with this probability. Missing: none does. */
  readonly loss?: Fraction;
  /**
   * A reading is seen up to this age, also in place of failed ones. Missing: until the next reading, and nothing in place of one
   * that failed.
   */
  readonly staleAfter?: Seconds;
}
export interface Sensors {
  readonly queues: Sensor;
  readonly groups: Sensor;
  readonly nodes: Sensor;
  readonly devices: Sensor;
}

/** One of the policies to compare: from the catalogue by name, or from a module. */
export interface PolicySpec {
  /** What tables and files call it; unique. */
  readonly label: string;
  readonly policy: { readonly name: string } | { readonly file: string };
  /** As written; the policy's own schema fills in the rest. */
  readonly parameters: Json;
}
