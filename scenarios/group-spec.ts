import type { Bytes, Capabilities, Fraction, Seconds } from "../policies/policy.ts";
import type { AdapterSpec } from "./adapter-spec.ts";
import type { Distribution } from "./distribution.ts";
import type { Billing } from "./node-spec.ts";

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
