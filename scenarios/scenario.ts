import type { Capabilities, Fraction, Json, Seconds, Signals } from "../policies/policy.ts";
import type { Distribution } from "./distribution.ts";
import type { ExpectSpec } from "./expect-spec.ts";
import type { FaultSpec } from "./fault-spec.ts";
import type { GroupSpec } from "./group-spec.ts";
import type { NodeSpec } from "./node-spec.ts";
import type { ObjectiveSpec } from "./objective-spec.ts";
import type { PrecisionSpec } from "./precision-spec.ts";
import type { SourceSpec } from "./source-spec.ts";
import type { TransientSpec } from "./transient-spec.ts";

export type * from "./adapter-spec.ts";
export type * from "./class-spec.ts";
export type * from "./distribution.ts";
export type * from "./expect-spec.ts";
export type * from "./fault-spec.ts";
export type * from "./group-spec.ts";
export type * from "./node-spec.ts";
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
